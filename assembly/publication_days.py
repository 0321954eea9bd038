"""Promised days: which of them counts, whether something is late, and how that is said. Without tables or clock.

The day on which something is due is in time to its end. A day that had already passed when it was moved stays the one
that counts: nothing gets on time by moving a day that was missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(days=14)
"""So long before its day something stands as due."""
OVERDUE, DUE, PROMISED, DELIVERED, WITHDRAWN = "overdue", "due", "promised", "delivered", "withdrawn"
STANDINGS = (OVERDUE, DUE, PROMISED, DELIVERED, WITHDRAWN)
"""How a promise stands on a day; in this order they are read."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A day that was promised, and the day on which it was set."""

    due_on: date
    set_on: date


def day_that_counts(days: Sequence[Promised]) -> date:
    """Return the day against which a promise is measured: the first that was missed, else the last that was set.

    days: at least one, in the order in which they were set.
    """
    for day, later in pairwise(days):
        if later.set_on > day.due_on:
            return day.due_on
    return days[-1].due_on


def days_late(counts: date, done_on: date | None, today: date) -> int:
    """Return by how many days it was, or is by now, late; below zero where it was early or its day is still to come."""
    return ((done_on or today) - counts).days


def standing_of(counts: date, due_on: date, *, done_on: date | None, is_withdrawn: bool, today: date) -> str:
    """Return how a promise stands.

    counts: the day that counts; due_on: the day that was set last, which is no earlier where a day was missed.
    """
    if is_withdrawn:
        return WITHDRAWN
    if done_on is not None:
        return DELIVERED
    if counts < today:
        return OVERDUE
    return DUE if due_on <= today + SOON else PROMISED


def lateness_words(counts: date, *, done_on: date | None, is_withdrawn: bool, today: date) -> str:
    """Say early, on time or late in words; a promise that was withdrawn has no lateness, only that it is."""
    if is_withdrawn:
        return _("withdrawn")
    days = days_late(counts, done_on, today)
    return _words_of_done(days) if done_on is not None else _words_of_open(days)


def _words_of_done(days: int) -> str:
    if days > 0:
        return ngettext("one day late", "%(n)s days late", days) % {"n": days}
    if days < 0:
        return ngettext("one day early", "%(n)s days early", -days) % {"n": -days}
    return _("on the promised day")


def _words_of_open(days: int) -> str:
    if days > 0:
        return ngettext("overdue by one day", "overdue by %(n)s days", days) % {"n": days}
    if days < 0:
        return ngettext("due in one day", "due in %(n)s days", -days) % {"n": -days}
    return _("due today")
