"""Differences of wordings give both texts back; a change is carried over to a text that moved on, or clashes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.outcomes.word_difference import (
    carry_over,
    changed_parts,
    differences,
    text_after,
    text_before,
)

WORDS = st.lists(
    st.sampled_from(["close", "the", "street", ".", "\n", " ", "…", "é", "by day,"]), max_size=60
)
TEXTS = st.one_of(st.text(max_size=200), WORDS.map(" ".join))
LONG = WORDS.map(lambda words: " ".join(words) * 9 + "A long sentence ends here. " * 60)
NAMES = ("title", "text", "rationale")
WORDINGS = st.fixed_dictionaries({name: st.sampled_from(["one", "two", "three"]) for name in NAMES})


@given(TEXTS, TEXTS)
def test_a_difference_gives_both_texts_back(before, after):
    changes = differences(before, after)
    assert (text_before(changes), text_after(changes)) == (before, after)


@given(LONG, LONG)
def test_a_difference_of_long_texts_gives_both_back_too(before, after):
    changes = differences(before, after)
    assert (text_before(changes), text_after(changes)) == (before, after)


@given(TEXTS, TEXTS)
def test_neighbours_differ_in_kind_and_the_same_text_has_no_change(before, after):
    kinds = [each.kind for each in differences(before, after)]
    assert all(first != second for first, second in pairwise(kinds))
    assert {each.kind for each in differences(before, before)} <= {"same"}


def test_two_long_texts_with_nothing_in_common_are_one_block_gone_and_one_new():
    before, after = "Kerb. " * 1200, "Tram. " * 1200
    assert [each.kind for each in differences(before, after)] == ["gone", "new"]


@given(WORDINGS, WORDINGS, WORDINGS)
def test_only_parts_that_both_changed_in_different_ways_clash(base, proposed, present):
    found = carry_over(base, proposed, present)
    for name in NAMES:
        mine, theirs = proposed[name] != base[name], present[name] != base[name]
        assert (name in found.clashing) == (mine and theirs and proposed[name] != present[name])
        if name not in found.clashing:
            assert found.words[name] == (proposed[name] if mine else present[name])
        else:
            assert found.words[name] == present[name]


@given(WORDINGS, WORDINGS)
def test_on_the_text_that_it_began_with_a_change_is_all_of_itself(base, proposed):
    found = carry_over(base, proposed, base)
    assert (found.words, found.clashing) == (proposed, ())
    assert list(found.changed) == [name for name, _changes in changed_parts(base, proposed)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("by day", "by day and night", [("same", "by day"), ("new", " and night")]),
        ("in 2027.", "in 2028.", [("same", "in "), ("gone", "2027"), ("new", "2028"), ("same", ".")]),
    ],
)
def test_words_are_marked_not_letters(before, after, said):
    assert [(each.kind, each.text) for each in differences(before, after)] == said
