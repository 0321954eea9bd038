"""Times by the clock on the wall: what people write and read, against the moments that are kept.

Twice a year a clock jumps. A time that it leaves out does not exist, and one that it shows twice could be either of two
moments; neither is guessed.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from scheduling.errors import ClockRefused
from scheduling.local_times import moments_at

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


def moment_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment at which a clock shows a time on a day, in UTC.

    Raises:
        ClockRefused: the clock shows that time never, or twice, because it is changed on that day.
    """
    found = moments_at(day, at, zone)
    if len(found) == 1:
        return found[0]
    words = {"time": f"{at:%H:%M}"}
    if not found:
        raise ClockRefused(
            _(
                "The clocks go forward on that day: %(time)s does not exist. Choose an earlier or a later time."
            )
            % words
        )
    raise ClockRefused(
        _("The clocks go back on that day: %(time)s comes twice. Choose an earlier or a later time.") % words
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
