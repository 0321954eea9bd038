"""Days of reports: months apart, none once finished, and late from the day after."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assembly.outcomes.late_days import late_from, late_since
from assembly.outcomes.report_days import newest_past, next_report_on

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 36))
def test_the_next_report_is_due_that_many_months_later(day, months):
    due = next_report_on(day, months, is_finished=False)
    assert due is not None
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    assert due.day <= day.day
    assert next_report_on(day, months, is_finished=True) is None


def test_a_month_that_is_too_short_ends_on_its_last_day():
    assert next_report_on(date(2026, 8, 31), 6, is_finished=False) == date(2027, 2, 28)


@given(st.lists(st.none() | DAYS), DAYS)
def test_the_newest_past_day_is_past_and_none_later_is(days, today):
    newest = newest_past(days, today)
    past = [day for day in days if day and day < today]
    assert newest == (max(past) if past else None)


@given(st.none() | DAYS, DAYS)
def test_what_is_due_is_late_from_the_day_after_on_and_stays_so(due, today):
    since = late_since(due, today)
    assert since == (late_from(due) if due and today >= late_from(due) else None)
    assert since is None or since <= today
