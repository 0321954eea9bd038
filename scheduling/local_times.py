"""Moments told by a clock on the wall, and read back from it.

Twice a year a clock jumps. A time that it leaves out does not exist, and one that it shows twice could be either of two
moments; neither is guessed.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from scheduling.errors import ClockRefused


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
        ClockRefused: the clock skips that time, or shows it twice and nobody said which.
    """
    found = moments_at(day, at, zone)
    if not found:
        raise never_shown(day, at)
    if len(found) == 1:
        return found[0]
    if earlier is None:
        said = _("%(time)s comes twice on %(day)s: the clocks go back then. Choose another time.")
        raise ClockRefused(said % _shown(day, at), code="time_comes_twice")
    return found[0 if earlier else 1]


def never_shown(day: date, at: time) -> ClockRefused:
    """Return the refusal of a time that no clock shows on that day."""
    said = _("There is no %(time)s on %(day)s: the clocks go forward then. Choose another time.")
    return ClockRefused(said % _shown(day, at), code="no_such_time")


def _shown(day: date, at: time) -> dict[str, str]:
    return {"time": time_format(at, "H:i"), "day": date_format(day, "j F Y")}
