"""Promised days: a missed day counts for good, and lateness is told as it is counted."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assembly.publication_days import (
    DELIVERED,
    DUE,
    OVERDUE,
    PROMISED,
    SOON,
    STANDINGS,
    WITHDRAWN,
    Promised,
    day_that_counts,
    days_late,
    lateness_words,
    standing_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def histories(draw):
    """Days as the service sets them: in order, each new one not before the day on which it is set."""
    set_on = draw(DAYS)
    days = []
    for ahead, later in draw(
        st.lists(st.tuples(st.integers(0, 90), st.integers(0, 120)), min_size=1, max_size=6)
    ):
        days.append(Promised(set_on + timedelta(days=ahead), set_on))
        set_on += timedelta(days=later)
    return days


@given(histories())
def test_the_day_that_counts_is_one_that_was_promised_and_never_later_than_the_last(days):
    counts = day_that_counts(days)
    assert counts in {day.due_on for day in days}
    assert counts <= days[-1].due_on


@given(histories(), st.integers(1, 100))
def test_moving_a_day_that_was_missed_makes_nothing_less_late(days, ahead):
    """However far the new day is off."""
    missed = day_that_counts(days)
    set_on = max(days[-1].set_on, days[-1].due_on, missed) + timedelta(days=1)
    moved = [*days, Promised(set_on + timedelta(days=ahead), set_on)]
    assert day_that_counts(moved) == missed


@given(histories())
def test_moved_in_time_the_last_day_counts(days):
    in_time = [Promised(day.due_on, min(day.set_on, *(each.due_on for each in days))) for day in days]
    assert day_that_counts(in_time) == in_time[-1].due_on


@given(histories(), st.none() | DAYS, st.booleans(), DAYS)
def test_how_it_stands_and_what_is_said_never_differ(days, done_on, is_withdrawn, today):
    counts, due_on = day_that_counts(days), days[-1].due_on
    standing = standing_of(counts, due_on, done_on=done_on, is_withdrawn=is_withdrawn, today=today)
    words = lateness_words(counts, done_on=done_on, is_withdrawn=is_withdrawn, today=today)
    late = days_late(counts, done_on, today)
    assert standing in STANDINGS
    assert (standing == WITHDRAWN) == is_withdrawn == (words == "withdrawn")
    if is_withdrawn:
        return
    assert (standing == DELIVERED) == (done_on is not None)
    assert (standing == OVERDUE) == words.startswith("overdue by") == (done_on is None and late > 0)
    if standing == DELIVERED:
        assert words.endswith(("late", "early", "on the promised day"))
        assert words.endswith("late") == (late > 0)
    if standing in (DUE, PROMISED):
        assert words.startswith("due ")
        assert (standing == DUE) == (due_on <= today + SOON)


def test_lateness_in_words():
    def words(done, today=date(2026, 6, 1)):
        return lateness_words(date(2026, 6, 1), done_on=done, is_withdrawn=False, today=today)

    assert [words(date(2026, 6, day)) for day in (1, 2, 4)] == [
        "on the promised day",
        "one day late",
        "3 days late",
    ]
    assert [words(date(2026, 5, day)) for day in (31, 30)] == ["one day early", "2 days early"]
    assert [words(None, date(2026, 6, day)) for day in (1, 2, 8)] == [
        "due today",
        "overdue by one day",
        "overdue by 7 days",
    ]
    assert [words(None, date(2026, 5, day)) for day in (31, 1)] == ["due in one day", "due in 31 days"]
