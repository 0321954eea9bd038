"""List the places that an item could take beside everything that stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduling.planning.clash_rules import phase_of
from scheduling.planning.clashes import places_in
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.programme import Item, Place, Programme

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def minute(moment: datetime) -> int:
    """Count the minutes from a common beginning."""
    return int((moment - _EPOCH).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Option:
    """Hold one item at one place. start, end: minutes. phase: that of the item there, None where it has none."""

    item: Item
    place: Place
    start: int
    end: int
    phase: int | None


def options_of(standing: Programme, item: Item, step: timedelta) -> list[Option]:
    """List the places where an item clashes with nothing that stands, in order of time.

    The place that it has, if it has one, counts even if it lies beside the grid.
    """
    neighbours = Neighbours(standing, item)
    sessions = sorted(standing.sessions, key=lambda each: (each.start, each.key))
    places = [place for session in sessions for place in places_in(standing, session, item, step)]
    if item.place is not None and item.place not in places:
        places.append(item.place)
    return [option(standing, item, place) for place in places if neighbours.is_free_at(place)]


def option(programme: Programme, item: Item, place: Place) -> Option:
    """Hold an item at a place."""
    start = minute(place.start)
    length = int(item.duration.total_seconds() // 60)
    return Option(item, place, start, start + length, phase_of(programme, item.at(place)))
