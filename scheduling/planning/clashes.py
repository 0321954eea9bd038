"""Find the clashes of a programme: all, one item's, and those that each place for an item would bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduling.planning.clash_rules import (
    Clash,
    are_related,
    clashes_alone,
    clashes_between,
    is_phase_misordered,
    span_of,
)
from scheduling.planning.programme import Item, Place, Programme, SessionDay
from scheduling.planning.rests import clashes_of_rest

STEP = timedelta(minutes=15)
"""The grid on which places are looked for."""


@dataclass(frozen=True)
class CheckedPlace:
    """Hold a place and the clashes that an item would bring there."""

    place: Place
    clashes: tuple[Clash, ...]

    @property
    def is_free(self) -> bool:
        """Say whether nothing would clash."""
        return not self.clashes


def clashes_of(programme: Programme) -> tuple[Clash, ...]:
    """Give all clashes, sorted by code and items."""
    placed = programme.placed_items
    found = [clash for item in placed for clash in clashes_alone(programme, item)]
    for number, item in enumerate(placed):
        for other in placed[number + 1 :]:
            found.extend(clashes_between(programme, item, other))
    found.extend(clashes_of_rest(programme, placed))
    return in_order(found)


def clashes_of_item(programme: Programme, item: Item) -> tuple[Clash, ...]:
    """Give the clashes that concern one item as it stands; the item given replaces the one of the same key."""
    return in_order(Neighbours(programme, item).clashes_at(item.place))


def free_places(
    programme: Programme, item: Item, *, step: timedelta = STEP, sessions: Iterable[int] | None = None
) -> tuple[CheckedPlace, ...]:
    """Try an item at every place of the grid, in order of time, and say what would clash there.

    sessions: keys to look in; None means all.
    """
    neighbours = Neighbours(programme, item)
    wanted = None if sessions is None else frozenset(sessions)
    return tuple(
        CheckedPlace(place, in_order(neighbours.clashes_at(place)))
        for session in sorted(programme.sessions, key=lambda each: (each.start, each.key))
        if wanted is None or session.key in wanted
        for place in places_in(programme, session, item, step)
    )


def places_in(programme: Programme, session: SessionDay, item: Item, step: timedelta) -> Iterator[Place]:
    """Give the places of a session: its start and every step after it while the item still ends in time."""
    known = sorted(session.rooms & programme.room_of.keys())
    rooms: list[int | None] = list(known) if item.needs_room else [None]
    for start in grid(session, item.duration, step):
        for room in rooms:
            yield Place(session.key, room, start)


def grid(session: SessionDay, duration: timedelta, step: timedelta) -> Iterator[datetime]:
    """Give the moments of a session's grid at which something of that length can begin."""
    start = session.start
    while start + duration <= session.end:
        yield start
        start += step


def in_order(clashes: Iterable[Clash]) -> tuple[Clash, ...]:
    """Sort clashes by what they are, never by how they were found."""
    return tuple(sorted(clashes, key=lambda clash: (clash.code, clash.items, clash.key)))


class Neighbours:
    """Hold what one item could clash with, so that many places are tested quickly."""

    def __init__(self, programme: Programme, item: Item) -> None:
        others = [other for other in programme.placed_items if other.key != item.key]
        self._programme, self._item = programme, item
        self._related = [other for other in others if are_related(item, other, room=False)]
        named = {other.key for other in self._related}
        self._by_room: dict[int, list[Item]] = defaultdict(list)
        self._by_session: dict[int, list[Item]] = defaultdict(list)
        for other in others:
            if other.room_key is not None and other.key not in named:
                self._by_room[other.room_key].append(other)
            if other.session_key is not None:
                self._by_session[other.session_key].append(other)

    def clashes_at(self, place: Place | None) -> Iterator[Clash]:
        """Give the clashes that the item has at a place, unsorted."""
        if place is None:
            return
        item = self._item.at(place)
        yield from clashes_alone(self._programme, item)
        beside = self._by_room[place.room_key] if place.room_key is not None else []
        for other in (*self._related, *beside):
            if self._could_clash(item, other):
                yield from clashes_between(self._programme, item, other)
        if item.is_work:
            members = [*self._by_session[place.session_key], item]
            for clash in clashes_of_rest(self._programme, members):
                if item.key in clash.items:
                    yield clash

    def _could_clash(self, item: Item, other: Item) -> bool:
        if item.start is None or other.start is None or other.key in item.after or item.key in other.after:
            return True
        if item.phase is not None or other.phase is not None:
            ordered = is_phase_misordered(self._programme, item, other)
            if ordered or is_phase_misordered(self._programme, other, item):
                return True
        way = self._programme.way(item.room_key, other.room_key)
        one, two = span_of(item), span_of(other)
        return one.start < two.end + way and two.start < one.end + way


def moved_to(programme: Programme, item: Item) -> Programme:
    """Give the programme with one item as given."""
    rest = tuple(other for other in programme.items if other.key != item.key)
    return replace(programme, items=(*rest, item))
