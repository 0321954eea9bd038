"""Time zones by their places, whole days by their clocks, and moments moved along them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from scheduling.local_times import moment_at

_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return a whole day from midnight to midnight: 23 or 25 hours where the clock is changed."""
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # Where the clock jumps at midnight, the day begins with the first moment that it has.
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def moved_by_clock(moment: datetime, zone: ZoneInfo, by: timedelta, to_zone: ZoneInfo) -> datetime:
    """Return the moment whose time by `to_zone` is `by` later than that of `moment` by `zone`.

    Raises:
        ClockRefused: the clock does not show that time, or shows it twice.
    """
    then = moment.astimezone(zone).replace(tzinfo=None) + by
    return moment_at(then.date(), then.time(), to_zone)


@lru_cache(maxsize=1)
def _zone_names() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS))


def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones of the world by place, with names that one finds by typing the place."""
    found = [(name, zone_label(name)) for name in _zone_names()]
    return [*sorted(found, key=lambda choice: choice[1]), ("UTC", zone_label("UTC"))]


def zone_label(name: str) -> str:
    """Return a time zone's name as people say it: “London (Europe)”."""
    area, _slash, place = name.partition("/")
    if not place:
        return _("World time (%(zone)s)") % {"zone": name}
    return _("%(place)s (%(area)s)") % {"place": place.replace("_", " ").replace("/", ", "), "area": area}


def clock_name(name: str) -> str:
    """Return the place whose clock it is: “London”."""
    return name.rpartition("/")[2].replace("_", " ")
