"""When reminders are due, reckoned anew each time from the dates as they stand."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assembly.message_dates import Occasion
from assembly.models import Reminder

FROM = time(9)
"""Nobody gets a text message in the night."""
LATEST = timedelta(days=7)
"""A reminder after a date is still written so long after its day (the clock stood still), and then no more."""


def is_over(reminder: Reminder, occasion: Occasion, today: date) -> bool:
    """Whether it is too late: one before a date goes out late rather than not at all, but not after the date."""
    if reminder.is_before:
        return occasion.day < today
    return occasion.day + reminder.offset < today - LATEST


def is_due(reminder: Reminder, occasion: Occasion, now: datetime) -> bool:
    """Whether its day has come, from the morning on, and is not over."""
    local = timezone.localtime(now)
    day = occasion.day + reminder.offset
    has_come = day < local.date() or (day == local.date() and local.time() >= FROM)
    return has_come and not is_over(reminder, occasion, local.date())


def due_occasions(
    reminder: Reminder, occasions: Iterable[Occasion], done: Collection[str], now: datetime
) -> list[Occasion]:
    """Return the occasions for which it is to be written now."""
    return [each for each in occasions if each.key not in done and is_due(reminder, each, now)]


def next_day(
    reminder: Reminder, occasions: Iterable[Occasion], done: Collection[str], today: date
) -> date | None:
    """Return the day on which it is written next, today where that day is past; None where there is none."""
    days = [
        max(each.day + reminder.offset, today)
        for each in occasions
        if each.key not in done and not is_over(reminder, each, today)
    ]
    return min(days, default=None)
