"""Say which items the order of phases has put later than anything else did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from scheduling.planning.clash_rules import ClashCode
from scheduling.planning.clashes import STEP, places_in
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.programme import Item, Place, Programme


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Hold an item that belongs to the closing phase, the first earlier place at which nothing but the order of phases
    is in the way, and the items that would still go on there, or come after it.
    """

    item_key: int
    place: Place
    because: tuple[int, ...]


def held_back(programme: Programme, keys: Iterable[int], *, step: timedelta = STEP) -> tuple[HeldBack, ...]:
    """Look at the items with these keys that have the closing phase themselves, in a finished plan."""
    items = [programme.item_of[key] for key in sorted(keys)]
    closing = [i for i in items if i.phase is not None and i.phase >= programme.closing_phase and i.is_work]
    found = (_first(programme, item, step) for item in closing)
    return tuple(each for each in found if each is not None)


def _first(programme: Programme, item: Item, step: timedelta) -> HeldBack | None:
    neighbours, begins = Neighbours(programme, item), item.start
    for session in sorted(programme.sessions, key=lambda each: (each.start, each.key)):
        for place in places_in(programme, session, item, step):
            if begins is None or place.start >= begins:
                break
            found = neighbours.obstacles_at(place).found
            if found and {code for code, _ in found} == {ClashCode.PHASE_ORDER}:
                others = (value for _, params in found for _, value in params if isinstance(value, int))
                return HeldBack(item.key, place, tuple(sorted(others)))
    return None
