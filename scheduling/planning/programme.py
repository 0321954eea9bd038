"""State a programme as plain values: rooms, sessions, people, items and where the items stand.

Moments are aware datetimes in UTC, durations timedeltas. Keys are those of the database; rooms, people, sessions
and items are counted apart, so that a key means something only together with its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

INTERNAL = "internal"
"""The kind of items that members take no part in."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Hold the moments from `start` up to, but not including, `end`."""

    start: datetime
    end: datetime

    def overlaps(self, other: Span) -> bool:
        """Say whether both have a moment in common; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Say whether the other lies wholly within."""
        return self.start <= other.start and other.end <= self.end


def is_free(span: Span, free: tuple[Span, ...] | None, taken: tuple[Span, ...]) -> bool:
    """Say whether a span lies in the free spans put together (None: always free) and touches no taken one."""
    if any(span.overlaps(each) for each in taken):
        return False
    if free is None:
        return True
    reached = span.start
    for each in sorted(free):
        if each.start > reached:
            break
        reached = max(reached, each.end)
    return reached >= span.end


@dataclass(frozen=True, slots=True)
class Room:
    """Describe a room: how many it holds, what it has, when it is ours.

    open: the spans in which it is ours; None means at all times.
    """

    key: int
    venue_key: int
    capacity: int
    features: frozenset[str] = frozenset()
    unavailable: tuple[Span, ...] = ()
    open: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class SessionDay:
    """Describe one day of meeting: its hours, its phase as a place in the process, the rooms that can be used."""

    key: int
    start: datetime
    end: datetime
    phase: int
    rooms: frozenset[int]

    @property
    def span(self) -> Span:
        """Give its hours."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """Say when somebody with a part in the programme can come. available: None means at all times."""

    key: int
    available: tuple[Span, ...] | None = None
    unavailable: tuple[Span, ...] = ()
    position: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """Say that somebody works at a session from its beginning to its end, whatever is planned in it."""

    session_key: int
    person_key: int


@dataclass(frozen=True, slots=True)
class Place:
    """Say where an item stands; the room is None for what needs none."""

    session_key: int
    room_key: int | None
    start: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """Describe one thing of a programme; it is unplaced where `start` is None.

    people: keys of those who have a part.
    expected: how many will sit there.
    needs: feature → how many of those present need it. A count, never a name.
    phase: a place in the process; None means that of the session it stands in.
    after: keys of items that must have ended before it begins.
    """

    key: int
    kind: str
    duration: timedelta
    session_key: int | None = None
    room_key: int | None = None
    start: datetime | None = None
    people: frozenset[int] = frozenset()
    expected: int = 0
    needs: Mapping[str, int] = field(default_factory=dict)
    phase: int | None = None
    position: str = ""
    is_fixed: bool = False
    after: frozenset[int] = frozenset()
    is_break: bool = False
    is_for_everybody: bool = False
    needs_room: bool = True

    @property
    def place(self) -> Place | None:
        """Give where it stands, None while it is unplaced."""
        if self.start is None or self.session_key is None:
            return None
        return Place(self.session_key, self.room_key, self.start)

    @property
    def is_work(self) -> bool:
        """Say whether members have to listen, talk or decide in it."""
        return not self.is_break and self.kind != INTERNAL

    def at(self, place: Place | None) -> Item:
        """Give the same item elsewhere; None takes it out of the programme."""
        if place is None:
            return replace(self, session_key=None, room_key=None, start=None)
        return replace(self, session_key=place.session_key, room_key=place.room_key, start=place.start)


@dataclass(frozen=True)
class Programme:
    """Hold everything that clashes depend on. The order in which things are given means nothing.

    travel: minutes between two venues, either way; a pair that is missing takes none.
    between_rooms: minutes between two rooms of one venue.
    longest_stretch: how long members may work without a rest.
    shortest_rest: a pause that is shorter gives no rest.
    closing_phase: what belongs to this phase or a later one (deciding) must not begin before everything of the
        phases before it has ended; those may interleave.
    """

    rooms: tuple[Room, ...]
    sessions: tuple[SessionDay, ...]
    people: tuple[Person, ...]
    items: tuple[Item, ...]
    duties: tuple[Duty, ...] = ()
    travel: Mapping[tuple[int, int], int] = field(default_factory=dict)
    between_rooms: int = 0
    longest_stretch: timedelta = timedelta(hours=2)
    shortest_rest: timedelta = timedelta(minutes=10)
    closing_phase: int = 3

    @cached_property
    def room_of(self) -> dict[int, Room]:
        """Give rooms by key."""
        return {room.key: room for room in self.rooms}

    @cached_property
    def session_of(self) -> dict[int, SessionDay]:
        """Give sessions by key."""
        return {session.key: session for session in self.sessions}

    @cached_property
    def person_of(self) -> dict[int, Person]:
        """Give people by key."""
        return {person.key: person for person in self.people}

    @cached_property
    def item_of(self) -> dict[int, Item]:
        """Give items by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def duties_of(self) -> dict[int, frozenset[int]]:
        """Give, by person, the sessions at which they are on duty, of those that are known."""
        found: dict[int, set[int]] = {}
        for duty in self.duties:
            if duty.session_key in self.session_of:
                found.setdefault(duty.person_key, set()).add(duty.session_key)
        return {person: frozenset(keys) for person, keys in found.items()}

    @cached_property
    def placed_items(self) -> tuple[Item, ...]:
        """Give the items that stand somewhere, by key."""
        return tuple(sorted((i for i in self.items if i.place is not None), key=lambda item: item.key))

    @cached_property
    def _minutes(self) -> dict[frozenset[int], int]:
        longest: dict[frozenset[int], int] = {}
        for pair, minutes in self.travel.items():
            longest[frozenset(pair)] = max(minutes, longest.get(frozenset(pair), 0))
        return longest

    @cached_property
    def has_ways(self) -> bool:
        """Say whether it takes time to get from anywhere to anywhere else."""
        return self.between_rooms > 0 or any(self.travel.values())

    def way(self, one: int | None, other: int | None) -> timedelta:
        """Give the time from one room to another; nothing where one of them is not known."""
        if one is None or other is None or one == other:
            return timedelta(0)
        first, second = self.room_of.get(one), self.room_of.get(other)
        if first is None or second is None:
            return timedelta(0)
        if first.venue_key == second.venue_key:
            return timedelta(minutes=self.between_rooms)
        return timedelta(minutes=self._minutes.get(frozenset((first.venue_key, second.venue_key)), 0))

    def with_places(self, places: Mapping[int, Place | None]) -> Programme:
        """Give the programme with some items standing elsewhere, or nowhere."""
        return replace(
            self,
            items=tuple(item.at(places[item.key]) if item.key in places else item for item in self.items),
        )

    def without(self, keys: Iterable[int]) -> Programme:
        """Give the programme without some items."""
        dropped = frozenset(keys)
        return replace(self, items=tuple(item for item in self.items if item.key not in dropped))
