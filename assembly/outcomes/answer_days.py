"""By when answers are due, and on which days bodies are reminded of them: calendar days, without tables or clock."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

MONTHS, DAYS = "months", "days"
PRESETS: dict[str, tuple[int, str]] = {
    "scotland": (6, MONTHS),
    "uk_committees": (2, MONTHS),
    "canada_petitions": (45, DAYS),
    "canada_committees": (120, DAYS),
    "canada_senate": (150, DAYS),
    "queensland": (30, DAYS),
}
"""How long each preset gives; what the remit promises is written by hand."""


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def due_day(start: date, amount: int, unit: str) -> date:
    """Return the last day on which an answer is in time, reckoned from the day of handing over."""
    return add_months(start, amount) if unit == MONTHS else start + timedelta(days=amount)


STEPS: tuple[tuple[str, Callable[[date], date]], ...] = (
    ("month_before", lambda due: add_months(due, -1)),
    ("fortnight_before", lambda due: due - timedelta(days=14)),
    ("week_before", lambda due: due - timedelta(days=7)),
    ("due_today", lambda due: due),
    ("late_to_superior", lambda due: due + timedelta(days=7)),
    ("late_to_authority", lambda due: add_months(due, 1)),
)
"""The steps of reminding in their order, each with its day."""


def newest_step(due: date, today: date) -> str:
    """Return the last step whose day has come, "" before the first: steps that were slept through are passed over."""
    return next((kind for kind, day in reversed(STEPS) if day(due) <= today), "")
