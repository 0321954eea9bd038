"""By when progress is to be reported, and which days of a commitment have passed: days without tables or clock."""

from collections.abc import Iterable
from datetime import date

from assembly.outcomes.answer_days import add_months
from assembly.outcomes.late_days import late_since


def next_report_on(reported: date, every_months: int, *, is_finished: bool) -> date | None:
    """Return by when the next report is due; of what is finished nobody has to report."""
    return None if is_finished else add_months(reported, every_months)


def newest_past(days: Iterable[date | None], today: date) -> date | None:
    """Return the last day that has passed, None where none has: days that were slept through are passed over."""
    return max((day for day in days if day is not None and late_since(day, today)), default=None)
