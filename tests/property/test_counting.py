"""Counts are reckoned exactly: an independent recount, written another way, agrees on every tally and rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.outcomes.counting.faults import faults_of
from assembly.outcomes.counting.plain import plain_rule, plain_tally, rule_of_plain, tally_of_plain
from assembly.outcomes.counting.presets import PRESETS
from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.counting.rules import Rule, Tally

SHARES = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(4, 5), Fraction(7, 12)])
COUNTS = st.integers(0, 60)


@st.composite
def rules(draw):
    kind = draw(st.sampled_from(["yes_no", "scale"]))
    share = draw(SHARES)
    return Rule(
        kind=kind,
        denominator=draw(st.sampled_from(["eligible", "present", "cast", "expressed"])),
        share=share,
        is_more_than=draw(st.booleans()),
        counts_abstentions=draw(st.booleans()),
        counts_blanks=draw(st.booleans()),
        strong=draw(st.none() | SHARES.filter(lambda strong: strong > share)),
        quorum=draw(st.none() | SHARES),
        scale_points=draw(st.sampled_from([4, 5])) if kind == "scale" else None,
    )


@st.composite
def held(draw):
    """A rule, and a tally that can be."""
    rule = draw(rules())
    choices = ["for", "against"] if rule.kind == "yes_no" else "12345"[: rule.scale_points]
    lines = {choice: draw(COUNTS) for choice in choices}
    abstained, blank, spoiled = draw(COUNTS), draw(COUNTS), draw(COUNTS)
    present = sum(lines.values()) + abstained + blank + spoiled + draw(COUNTS)
    return rule, Tally(present + draw(COUNTS), present, abstained, blank, spoiled, lines)


def recount(rule, tally):
    """Judge with whole numbers alone, from one list of what each of those who may vote did."""
    upper = ["for"] if rule.kind == "yes_no" else ["3", "4"] if rule.scale_points == 4 else ["4", "5"]
    did = [choice for choice, votes in tally.lines.items() for _ in range(votes)]
    out = {"spoiled"} | ({"abstained"} if not rule.counts_abstentions else set())
    out |= {"blank"} if not rule.counts_blanks else set()
    did += ["abstained"] * tally.abstained + ["blank"] * tally.blank + ["spoiled"] * tally.spoiled
    if rule.denominator == "expressed":
        did = [each for each in did if each not in out]
    elif rule.denominator == "present":
        did += ["nothing"] * (tally.present - len(did))
    elif rule.denominator == "eligible":
        did += ["nothing"] * (tally.eligible - len(did))
    agree = sum(each in upper for each in did)

    def reaches(share):
        left, right = agree * share.denominator, share.numerator * len(did)
        return bool(did) and agree > 0 and (left > right if rule.is_more_than else left >= right)

    if rule.quorum is not None and (
        tally.present * rule.quorum.denominator < rule.quorum.numerator * tally.eligible or not tally.present
    ):
        return "no_quorum"
    if reaches(rule.share):
        return "strongly_supported" if rule.strong is not None and reaches(rule.strong) else "adopted"
    asks_for_half = rule.is_more_than and rule.share == Fraction(1, 2)
    says = set(did) <= set(tally.lines)
    return "tied" if asks_for_half and says and did and 2 * agree == len(did) else "not_adopted"


@given(held())
def test_an_independent_recount_agrees(both):
    rule, tally = both
    result = reckon(tally, rule)
    assert result.outcome == recount(rule, tally)
    assert sum(part.votes for part in result.parts) == result.number
    assert bool(faults_of(tally, rule)) == (tally.present == 0)


@given(held())
def test_what_is_needed_is_the_fewest_votes_that_carry_it(both):
    """With the number as it is, one vote fewer would not have been enough."""
    rule, tally = both
    result = reckon(tally, rule)
    assert result.outcome == "no_quorum" or result.is_carried == (result.votes_for >= result.needed)
    assert result.share is None or (result.votes_for >= result.needed) == (
        result.votes_for > 0
        and (result.share > rule.share if rule.is_more_than else result.share >= rule.share)
    )


@given(held())
def test_one_more_vote_for_never_turns_a_result_down(both):
    rule, tally = both
    top = "for" if rule.kind == "yes_no" else str(rule.scale_points)
    more = Tally(
        tally.eligible + 1,
        tally.present + 1,
        tally.abstained,
        tally.blank,
        tally.spoiled,
        {**tally.lines, top: tally.lines[top] + 1},
    )
    before, after = reckon(tally, rule), reckon(more, rule)
    assert after.is_carried or not before.is_carried


@given(held())
def test_rules_and_tallies_survive_being_written_down(both):
    rule, tally = both
    assert rule_of_plain(plain_rule(rule)) == rule
    assert tally_of_plain(plain_tally(tally)) == tally


RANKINGS = st.lists(
    st.permutations([1, 2, 3, 4]).flatmap(lambda whole: st.integers(1, 4).map(lambda n: tuple(whole[:n]))),
    min_size=1,
    max_size=25,
)


def ranked(votes):
    lines = {}
    for vote in votes:
        choice = ">".join(map(str, vote))
        lines[choice] = lines.get(choice, 0) + 1
    return Tally(len(votes), len(votes), lines=lines, options=(1, 2, 3, 4))


def run_off(votes, left, history=()):
    """Hold the run-off vote by vote; return the winner, None where nothing decides."""
    papers = [next((each for each in vote if each in left), None) for vote in votes]
    counts = {option: papers.count(option) for option in left}
    best = max(left, key=counts.get)
    if 2 * counts[best] > sum(counts.values()) or len(left) == 1:
        return best
    least = min(counts.values())
    last = {option for option in left if counts[option] == least}
    others = [many for many in counts.values() if many > least]
    if len(last) > 1 and not (others and least * len(last) < min(others)):
        for earlier in reversed(history):
            low = min(earlier[option] for option in last)
            last = {option for option in last if earlier[option] == low}
        if len(last) > 1:
            return None
    return run_off(votes, left - last, (*history, counts))


@given(RANKINGS)
def test_a_run_off_held_vote_by_vote_has_the_same_winner(votes):
    result = reckon(ranked(votes), PRESETS["ranked"])
    winner = run_off(votes, frozenset({1, 2, 3, 4}))
    if winner is None:
        assert (result.outcome, len(result.ranking.tied) > 1) == ("tied", True)
    else:
        assert (result.outcome, result.ranking.order[0]) == ("ordered", (winner,))
        assert sorted(option for group in result.ranking.order for option in group) == [1, 2, 3, 4]
    for each in result.ranking.rounds:
        assert sum(many for _option, many in each.votes) + each.exhausted == len(votes)


@given(RANKINGS)
def test_points_are_those_of_each_vote_added_up(votes):
    result = reckon(ranked(votes), Rule(kind="ranked", denominator="expressed", ranked_method="borda"))
    points = {
        option: sum(3 - vote.index(option) for vote in votes if option in vote) for option in (1, 2, 3, 4)
    }
    assert dict(result.ranking.points) == points
    first = [option for option, many in points.items() if many == max(points.values())]
    assert result.outcome == ("ordered" if len(first) == 1 else "tied")


def yes(votes_for, against, abstained=0, **more):
    present = more.pop("present", votes_for + against + abstained + more.get("blank", 0))
    return Tally(60, present, abstained, lines={"for": votes_for, "against": against}, **more)


@pytest.mark.parametrize(
    ("preset", "tally", "outcome", "needed"),
    [
        ("majority_present", yes(23, 20, 4), "not_adopted", 24),
        ("majority_present", yes(24, 20, 3), "adopted", 24),
        ("majority_present", yes(23, 23), "tied", 24),
        ("majority_present", yes(23, 22, present=46), "not_adopted", 24),
        ("four_fifths", yes(38, 9), "adopted", 38),
        ("four_fifths", yes(37, 8, 2), "not_adopted", 38),
        ("eighty_with_minority", yes(40, 10), "adopted", 40),
        ("eighty_with_minority", yes(39, 5, blank=6), "not_adopted", 40),
        ("four_points", Tally(50, 50, lines={"4": 20, "3": 17, "2": 6, "1": 6}), "strongly_supported", 25),
        ("four_points", Tally(50, 48, lines={"4": 20, "3": 16, "2": 6, "1": 6}), "adopted", 25),
        ("four_points", Tally(50, 48, lines={"4": 12, "3": 12, "2": 12, "1": 12}), "tied", 25),
    ],
)
def test_presets_at_the_very_edge(preset, tally, outcome, needed):
    """Over 75 % is not 75 %; four fifths of 47 are 38 votes; abstentions count among those present."""
    result = reckon(tally, PRESETS[preset])
    assert (result.outcome, result.needed) == (outcome, needed)


@pytest.mark.parametrize(
    ("tally", "rule", "codes"),
    [
        (Tally(50, 47, 2, lines={"for": 44, "against": 4}), Rule(), ["votes_over_present"]),
        (Tally(40, 47, lines={"for": 44, "against": 3}), Rule(), ["present_over_eligible"]),
        (Tally(50, 0), Rule(), ["nobody"]),
        (Tally(9, 9, lines={"5": 9}), PRESETS["four_points"], ["unknown_choice"]),
        (Tally(9, 9, lines={"1>1": 4, "4": 4, "x": 1}, options=(1, 2)), PRESETS["ranked"],
         ["twice", "unknown_option", "no_ranking"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(tally, rule, codes):
    assert [fault.code for fault in faults_of(tally, rule)] == codes
