"""Codes that people type, and the recount that runs alone: it finds what was counted, under every rule."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.outcomes.counting import recount
from assembly.outcomes.counting.plain import plain_result, plain_rule
from assembly.outcomes.counting.presets import PRESETS
from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.counting.reconciling import Figures, differences
from assembly.outcomes.counting.recount import UnusableError, checked, main, recounted
from assembly.outcomes.counting.rules import Rule, Tally
from assembly.outcomes.secret_codes import fresh_code, receipt_key, shown_code, typed_code, vote_key
from assembly.typed_codes import LETTERS
from tests.property.test_counting import RANKINGS, rules

RANKED = [PRESETS["ranked"], Rule(kind="ranked", denominator="expressed", ranked_method="borda")]


@st.composite
def votes(draw):
    """A rule, the votes one by one, how many papers were spoiled, and who else was there or might have been."""
    rule = draw(st.one_of(rules(), st.sampled_from(RANKED)))
    if rule.kind == "ranked":
        said = [">".join(map(str, ranking)) for ranking in draw(RANKINGS)]
    else:
        choices = ["for", "against"] if rule.kind == "yes_no" else list("12345"[: rule.scale_points])
        said = draw(st.lists(st.sampled_from(choices), max_size=25))
    said += draw(st.lists(st.sampled_from(["abstain", "blank"]), max_size=8))
    return rule, said, draw(st.integers(0, 3)), draw(st.integers(0, 4)), draw(st.integers(0, 9))


def both(rule, said, spoiled, silent, absent):
    """The tally as the house counts it, and the question as it is published."""
    many = Counter(said)
    present = len(said) + spoiled + silent
    options = (1, 2, 3, 4) if rule.kind == "ranked" else ()
    abstained, blank = many.pop("abstain", 0), many.pop("blank", 0)
    tally = Tally(present + absent, present, abstained, blank, spoiled, dict(many), options)
    asked = {
        "number": 1,
        "rule": plain_rule(rule),
        "options": {str(option): "" for option in options},
        "eligible": tally.eligible,
        "present": tally.present,
        "spoiled": spoiled,
        "votes": sorted(said),
        "result": plain_result(reckon(tally, rule)),
    }
    return tally, asked


@given(votes())
def test_the_recount_that_runs_alone_finds_what_was_counted(held):
    rule, said, *others = held
    _tally, asked = both(rule, said, *others)
    found = recounted(asked)
    assert found["votes"] == dict(sorted(Counter(said).items()))
    assert (found["outcome"], found["order"]) == (asked["result"]["outcome"], asked["result"]["order"])


def document(said, cast=None, rule=PRESETS["majority_present"], **changes):
    _tally, asked = both(rule, said, 0, 0, 5)
    return {
        "format": recount.FORMAT,
        "questions": [asked | changes],
        "reconciliation": {"cast": len(said) if cast is None else cast, "papers_in_urn": 0},
    }


SAID = ["for"] * 5 + ["against"] * 2


@pytest.mark.parametrize(
    ("published", "receipts", "right"),
    [
        (document(SAID), [*"abcdefg"], [True, True, True, True]),
        (document(SAID, votes=["against"] * 5 + ["for"] * 2), None, [True, False, True]),
        (document(SAID, cast=8), None, [True, True, False]),
        (document(SAID), [*"abcdeff"], [True, True, True, False]),
    ],
)
def test_a_vote_too_few_another_outcome_and_a_receipt_given_twice_are_found(published, receipts, right):
    assert [is_right for is_right, _sentence in checked(published, receipts)] == right


def test_votes_that_nobody_could_cast_are_no_votes():
    for vote in ("perhaps", "5", "1>2"):
        with pytest.raises(UnusableError):
            recounted(document([*SAID])["questions"][0] | {"votes": [vote]})


def test_the_file_runs_alone_and_says_how_it_went(tmp_path, capsys):
    """A copy of the one file, in a Python without our packages."""
    script = tmp_path / "recount.py"
    script.write_bytes(Path(recount.__file__).read_bytes())
    (tmp_path / "votes.json").write_text(json.dumps(document(SAID)))
    done = subprocess.run(
        [sys.executable, "-I", script, tmp_path / "votes.json"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Everything is as published.")
    (tmp_path / "votes.json").write_text(json.dumps(document(SAID, cast=9)))
    (tmp_path / "none.json").write_text("[1]")
    assert [main([str(tmp_path / name)]) for name in ("votes.json", "none.json", "lacking.json")] == [1, 2, 2]
    assert "THIS DIFFERS" in capsys.readouterr().out


@given(st.integers(0, 11), st.sampled_from(LETTERS), st.integers(0, 11))
def test_one_wrong_mark_or_two_that_changed_places_are_never_another_code(place, mark, other):
    code = fresh_code()
    wrong = code[:place] + mark + code[place + 1 :]
    assert typed_code(wrong) == (code if wrong == code else None)
    marks = list(code)
    marks[place], marks[other] = marks[other], marks[place]
    assert typed_code("".join(marks)) == (code if "".join(marks) == code else None)


def test_a_code_is_read_however_it_is_typed():
    code = fresh_code()
    assert [len(part) for part in shown_code(code).split("-")] == [4, 4, 4]
    for text in (code, code.upper(), f" {shown_code(code)} ", shown_code(code).lower().replace("-", " ")):
        assert typed_code(text) == code
    assert [typed_code(text) for text in ("", code[:-1], f"{code}a", "ü" * 12)] == [None] * 4


def test_keys_of_one_code_have_nothing_in_common():
    code, secret = fresh_code(), b"s" * 32
    keys = {vote_key(secret, code, 1), vote_key(secret, code, 2), receipt_key(secret, code)}
    keys.add(vote_key(b"t" * 32, code, 1))
    assert (len(keys), {len(key) for key in keys}) == (4, {64})


FINE = Figures(eligible=50, codes=100, unused_codes=55, own=20, desk=5, slips=15, papers=6,
               slips_printed=20, slips_returned=5, cast=39, papers_in_urn=6)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"cast": 41}, ["more_cast"]),
        ({"cast": 45}, ["more_than_may_vote", "more_cast"]),
        ({"unused_codes": 54}, ["codes_astray"]),
        ({"slips_returned": 4}, ["slips_lacking"]),
        ({"slips_returned": 6}, ["slips_over"]),
        ({"papers_in_urn": 5}, ["papers_lacking"]),
        ({"papers_in_urn": 7}, ["papers_over"]),
    ],
)
def test_every_difference_is_named(changes, codes):
    figures = Figures(**{name: getattr(FINE, name) for name in Figures.__slots__} | changes)
    assert [each.code for each in differences(figures) if each.is_fault] == codes
