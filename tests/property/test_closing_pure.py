"""What protects people in the pack: bands of counts, and sums that at least five people stand behind."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.evaluation.bands import WIDTH, band_of
from assembly.evaluation.merged_spending import LEAST, Paid, merged_sums
from assembly.evaluation.working_days import working_day_after

KEYS = st.tuples(
    st.sampled_from(["honorarium", "travel", "care"]),
    st.sampled_from(["member", "facilitator"]),
    st.sampled_from(["2026-03", "2026-04"]),
)
PAID = st.builds(Paid, KEYS, st.integers(1, 9), st.decimals(1, 99, places=2))


@given(st.integers(0, 10_000))
def test_a_band_holds_its_count_and_four_others(count):
    low, high = map(int, band_of(count).split(" to "))
    assert low <= count <= high
    assert {band_of(each) for each in range(low, high + 1)} == {band_of(count)}
    assert high - low + 1 == WIDTH


def test_a_small_group_looks_like_none():
    assert {band_of(count) for count in range(LEAST)} == {"0 to 4"}
    with pytest.raises(ValueError, match="-1"):
        band_of(-1)


@given(st.lists(PAID, max_size=40))
def test_behind_each_sum_stand_five_people_and_no_money_is_lost(paid):
    told = merged_sums(paid)
    assert all(each.people >= LEAST for each in told.sums)
    assert len({each.key for each in told.sums}) == len(told.sums)
    whole = sum((each.amount for each in paid), Decimal(0))
    assert sum((each.amount for each in told.sums), Decimal(0)) == (0 if told.withheld else whole)
    everybody = {each.person for each in paid}
    assert bool(told.withheld) == (0 < len(everybody) < LEAST)
    assert told.withheld in (0, len(paid))


@given(st.lists(PAID, max_size=40), st.randoms())
def test_the_order_of_payments_tells_nothing(paid, chance):
    mixed = list(paid)
    chance.shuffle(mixed)
    assert merged_sums(mixed) == merged_sums(paid)


@given(st.lists(PAID, max_size=40))
def test_a_group_that_is_large_enough_stands_alone_unless_others_need_it(paid):
    people = defaultdict(set)
    for each in paid:
        people[each.key].add(each.person)
    told = {each.key: each for each in merged_sums(paid).sums}
    large = {key for key, found in people.items() if len(found) >= LEAST}
    assert len(large - set(told)) <= 1
    assert all(len(people[key]) == told[key].people for key in large & set(told))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_working_days_are_counted_one_by_one(day, days):
    due = working_day_after(day, days)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(each.weekday() < 5 for each in between) == days
    assert due == day or due.weekday() < 5


def test_twenty_working_days_are_four_weeks():
    assert working_day_after(date(2026, 3, 2)) == date(2026, 3, 30)
    with pytest.raises(ValueError, match="-1"):
        working_day_after(date(2026, 3, 2), -1)
