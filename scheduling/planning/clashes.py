"""Find the clashes of a programme: all, one item's, and those that each place for an item would bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.planning.clash_rules import Clash, clashes_alone, clashes_between
from scheduling.planning.duty_rules import clashes_of_duties
from scheduling.planning.neighbours import Neighbours
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
    found.extend(clashes_of_duties(programme))
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
    return tuple(
        sorted(clashes, key=lambda clash: (clash.code, clash.items, str(sorted(clash.params.items()))))
    )
