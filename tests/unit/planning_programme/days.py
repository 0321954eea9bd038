"""One day, two rooms, and items that stand where a test wants them."""

from datetime import UTC, datetime, timedelta

from scheduling.planning.programme import Item, Person, Programme, Room, SessionDay, Span

HALL, LIBRARY, ANNEX = 1, 2, 3
LENA, TOMASZ = 11, 12


def at(hour: int, minute: int = 0, *, day: int = 6) -> datetime:
    """Give a moment in June 2026."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


def minutes(many: int) -> timedelta:
    """Give a duration."""
    return timedelta(minutes=many)


ROOMS = (
    Room(HALL, 1, 120, frozenset({"hearing_loop", "step_free"})),
    Room(LIBRARY, 1, 24, frozenset({"step_free"})),
    Room(ANNEX, 2, 20),
)
DAY = SessionDay(1, at(9), at(16), 1, frozenset({HALL, LIBRARY, ANNEX}))
PEOPLE = (Person(LENA), Person(TOMASZ, (Span(at(10), at(12)),)))


def talk(key: int, start: datetime | None = None, room: int | None = HALL, **fields: object) -> Item:
    """Make a talk of half an hour, in the tray if it has no start."""
    given = {"kind": "talk", "duration": minutes(30), **fields}
    if start is not None:
        given |= {"session_key": fields.get("session_key", DAY.key), "room_key": room, "start": start}
    return Item(key=key, **given)


def programme(*items: Item, **fields: object) -> Programme:
    """Make the day with these items; the annex is twenty minutes away."""
    given = {"rooms": ROOMS, "sessions": (DAY,), "people": PEOPLE, "travel": {(1, 2): 20}, **fields}
    return Programme(items=items, **given)
