"""Indicators as plain values: exact, never blended, and the public never learns a number of few people."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.evaluation import indicators as pure
from assembly.evaluation.indicator_words import percent_words, value_words
from assembly.evaluation.indicators import (
    Days,
    Hidden,
    Indicator,
    Line,
    NotMeasured,
    Share,
    Words,
    days_of,
    for_the_public,
    share_or_not,
)
from assembly.small_cells import LIMIT

WORDS = Words("name", "meaning", "counted", "of", "source", "cannot show")
shares = st.integers(1, 300).flatmap(lambda n: st.integers(0, n).map(lambda part: Share(part, n)))


@given(shares)
def test_a_share_is_exact_and_says_of_how_many(share):
    assert share.fraction * share.n == share.part
    assert isinstance(share.fraction, Fraction)


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_is_refused(part, whole):
    with pytest.raises(ValueError, match="no share"):
        Share(part, whole)


def test_nothing_to_count_is_not_measured_and_no_zero():
    assert share_or_not(WORDS, 0, 0, "why") == NotMeasured(WORDS, "why")
    assert share_or_not(WORDS, 0, 1, "why") == Indicator(WORDS, (Line(Share(0, 1)),))


@given(st.lists(st.integers(0, 400), max_size=40))
def test_half_of_all_took_the_days_or_fewer(spans):
    found = days_of(spans)
    if not spans:
        assert found is None
        return
    assert found.n == len(spans)
    assert 2 * sum(span <= found.days for span in spans) >= len(spans)
    assert 2 * sum(span >= found.days for span in spans) >= len(spans)


@given(shares)
def test_of_things_the_public_reads_everything(share):
    assert for_the_public(Line(share)) == share


@given(shares, st.integers(0, 300))
def test_of_people_no_number_of_few_can_be_told_from_what_is_said(share, people):
    """Whoever reads it finds at least two numbers that would have been said in the same words, or all, or nobody."""
    said = value_words(for_the_public(Line(share, people=people)))
    same = {
        part
        for part in range(share.whole + 1)
        if value_words(for_the_public(Line(Share(part, share.whole), people=people))) == said
    }
    assert share.part in same
    few = 0 < share.part < LIMIT or 0 < share.whole - share.part < LIMIT
    if few:
        assert len(same) > 1
    if people < LIMIT or share.whole < LIMIT:
        assert same == set(range(share.whole + 1))


@given(st.integers(0, 4), st.integers(1, 4))
def test_days_of_few_people_are_not_told(people, n):
    assert for_the_public(Line(Days(Fraction(3), n), people=people)) == Hidden(LIMIT)


@given(shares)
def test_none_and_all_are_said_of_none_and_of_all_alone(share):
    said = percent_words(share)
    assert (said == "0 %") == (share.part == 0)
    assert (said == "100 %") == (share.part == share.whole)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Share(9, 12), "9 of 12 (75 %)"),
        (Share(1, 300), "1 of 300 (under 1 %)"),
        (Share(299, 300), "299 of 300 (over 99 %)"),
        (Days(Fraction(1), 3), "1 day"),
        (Days(Fraction(15, 2), 2), "7.5 days"),
        (Hidden(5), "Too few people to say"),
        (Hidden(5, 40), "fewer than 5 of 40"),
        (Hidden(5, 40, is_few=False), "at least 36 of 40"),
        (Hidden(5, 40, span=(12, 16)), "12 to 16 of 40"),
        (Hidden(5, 40, span=(1, 4)), "fewer than 5 of 40"),
        (Hidden(5, 40, span=(0, 40)), "not shown"),
    ],
)
def test_values_in_words(value, said):
    assert value_words(value) == said


def test_no_type_has_a_place_for_a_blend():
    kinds = [
        each
        for each in vars(pure).values()
        if isinstance(each, type) and hasattr(each, "__dataclass_fields__")
    ]
    names = {field.name for kind in kinds for field in fields(kind)}
    assert not names & {"score", "index", "overall", "total", "average", "mean", "grade", "rank"}
