"""Moments told by a session's clock, and read back from it: some hours do not exist, others come twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from scheduling.errors import PlanRefused


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """Tell a moment as the clock on the wall does: 09:30."""
    return date_format(moment.astimezone(zone), "H:i")


def clock_span(start: datetime, minutes: int, zone: ZoneInfo) -> str:
    """Tell from when until when: 09:30–10:00."""
    return f"{clock_time(start, zone)}–{clock_time(start + timedelta(minutes=minutes), zone)}"


def moments_at(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """Return the moments in UTC at which a clock shows `at` on a day: none, one or two where clocks are changed."""
    found = []
    for fold in (0, 1):
        local = datetime.combine(day, at).replace(tzinfo=zone, fold=fold)
        moment = local.astimezone(UTC)
        # A time that is skipped comes back from UTC as another one.
        if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            found.append(moment)
    return sorted(set(found))


def moment_at(day: date, at: time, zone: ZoneInfo, *, earlier: bool | None = None) -> datetime:
    """Return the one moment at which a clock shows `at` on a day; `earlier` chooses where there are two.

    Raises:
        PlanRefused: the clock skips that time, or shows it twice and nobody said which.
    """
    found = moments_at(day, at, zone)
    shown = {"time": time_format(at, "H:i"), "day": date_format(day, "j F Y")}
    if not found:
        raise PlanRefused(
            _("There is no %(time)s on %(day)s: the clocks go forward then. Choose another time.") % shown,
            code="no_such_time",
        )
    if len(found) == 1:
        return found[0]
    if earlier is None:
        raise PlanRefused(
            _("%(time)s comes twice on %(day)s: the clocks go back then. Choose another time.") % shown,
            code="time_comes_twice",
        )
    return found[0 if earlier else 1]
