"""Due days and steps of reminding, over the whole calendar."""

import calendar
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assembly.outcomes.answer_days import PRESETS, STEPS, add_months, due_day, newest_step
from assembly.outcomes.enums_responses import DuePreset, NoticeKind
from assembly.outcomes.late_days import late_from

DAYS = st.dates(date(1990, 1, 1), date(2120, 12, 31))


@given(DAYS, st.integers(1, 120))
def test_months_keep_the_day_or_take_the_last_of_a_shorter_month(start, months):
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    last = calendar.monthrange(end.year, end.month)[1]
    assert end.day == start.day or (end.day == last and start.day > last)


@given(DAYS, DAYS, st.integers(1, 120))
def test_who_hands_over_later_is_answered_no_sooner(one, other, amount):
    first, second = sorted([one, other])
    for unit in ("days", "months"):
        assert first < due_day(first, amount, unit) <= due_day(second, amount, unit)


def test_the_last_day_of_a_month_is_not_carried_over():
    assert [add_months(date(2026, 1, 31), n) for n in (1, 2, 3, 25)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2028, 2, 29),
    ]
    assert due_day(date(2024, 2, 29), 12, "months") == date(2025, 2, 28)
    assert due_day(date(2026, 3, 2), 45, "days") == date(2026, 4, 16)


def test_each_preset_but_the_remits_own_and_each_step_has_its_days():
    assert set(PRESETS) == set(DuePreset.values) - {"own"}
    assert [kind for kind, _day in STEPS] == NoticeKind.values


@given(DAYS)
def test_steps_follow_each_other_and_each_is_the_newest_from_its_day_to_the_next(due):
    days = [day(due) for _kind, day in STEPS]
    assert days == sorted(set(days))
    assert days[3] == due < late_from(due) < days[4]
    assert newest_step(due, days[0] - timedelta(days=1)) == ""
    ends = [*days[1:], days[-1] + timedelta(days=400)]
    for (kind, _day), start, end in zip(STEPS, days, ends, strict=True):
        assert {newest_step(due, start), newest_step(due, end - timedelta(days=1))} == {kind}
