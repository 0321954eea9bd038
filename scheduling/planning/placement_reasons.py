"""Say why an item has no place, by trying every place of the grid and noting what stands in the way there.

Two kinds of reasons come out, and each is true of the plan as it was left:
  "everywhere.<clash>"  this stands in the way at every place: as long as it holds, nothing else helps
  "everywhere_one_of.<clash>"  at every place some of these stands in the way, though not always the same; params
                        name the `people` or `items`
  "but_for.<clash>"     at some places only this stands in the way: without it the item would fit
  "but_for.moved"       at some places only one other item that may be moved does; params name these items
  "no_time"             the item is longer than every session, or no session has a room: there is no place to try
  "fewest_rules"        neither: the place where the fewest things stand in the way, and these
`but_for` reasons carry `places`, how many places wait for it, and the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from scheduling.planning.clash_rules import Clash, ClashCode, Param
from scheduling.planning.clashes import places_in
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.placement_results import Reason
from scheduling.planning.programme import Item, Place, Programme

Obstacle = tuple[ClashCode, tuple[tuple[str, Param], ...]]
"""What stands in the way, without the details of one place."""

_LASTING = {
    ClashCode.PERSON_UNAVAILABLE: ("person",),
    ClashCode.FEATURE_MISSING: ("feature", "count"),
    ClashCode.OVER_CAPACITY: ("expected",),
    ClashCode.PERSON_TWICE: ("person",),
    ClashCode.TRAVEL_GAP: ("person",),
}
"""Code → the params that say what it is about, whatever the place."""
_BY_ITEM = {ClashCode.ORDER, ClashCode.PHASE_ORDER}
"""Codes for which the other item says what it is about."""
_MOVABLE = {ClashCode.ROOM_TWICE, ClashCode.PERSON_TWICE, ClashCode.EVERYBODY_TWICE, ClashCode.TRAVEL_GAP}
"""Codes that go away when the other item stands elsewhere."""


def reasons_for(programme: Programme, item: Item, step: timedelta) -> tuple[Reason, ...]:
    """Explain why an item fits nowhere beside everything else in the programme."""
    neighbours = Neighbours(programme, item)
    places = [place for session in programme.sessions for place in places_in(programme, session, item, step)]
    if not places:
        return (Reason("no_time", {"minutes": int(item.duration.total_seconds() // 60)}),)
    places.sort(key=lambda place: (place.start, place.session_key))
    clashes = [(place, tuple(neighbours.clashes_at(place))) for place in places]
    obstacles = [(place, obstacles_of(item, found), found) for place, found in clashes]
    everywhere = frozenset.intersection(*(found for _, found, _ in obstacles))
    reasons = [Reason(f"everywhere.{code}", dict(params)) for code, params in sorted(everywhere, key=str)]
    reasons += _one_of(obstacles, {code for code, _ in everywhere})
    reasons += _but_for(obstacles)
    reasons += _if_moved(programme, item, obstacles)
    if not reasons:
        _, fewest, _ = min(obstacles, key=lambda each: len(each[1]))
        place = next(place for place, found, _ in obstacles if found == fewest)
        rules = ", ".join(sorted({code for code, _ in fewest}))
        reasons.append(Reason("fewest_rules", {"rules": rules, **_place_params(place)}))
    return tuple(reasons)


def obstacles_of(item: Item, clashes: Iterable[Clash]) -> frozenset[Obstacle]:
    """Say what stands in the way at one place."""
    found = set()
    for clash in clashes:
        params = [(name, clash.params[name]) for name in _LASTING.get(clash.code, ())]
        if clash.code in _BY_ITEM:
            params += [("item", key) for key in clash.items if key != item.key]
        found.add((clash.code, tuple(params)))
    return frozenset(found)


_Tried = Sequence[tuple[Place, frozenset[Obstacle], tuple[Clash, ...]]]


def _one_of(obstacles: _Tried, known: Collection[ClashCode]) -> list[Reason]:
    codes = frozenset.intersection(*(frozenset(code for code, _ in found) for _, found, _ in obstacles))
    reasons = []
    for code in sorted(codes - frozenset(known)):
        details = {
            pair for _, found, _ in obstacles for each, params in found if each == code for pair in params
        }
        named = {
            plural: tuple(
                sorted(value for name, value in details if name == singular and isinstance(value, int))
            )
            for singular, plural in (("person", "people"), ("item", "items"))
        }
        reasons.append(
            Reason(f"everywhere_one_of.{code}", {name: keys for name, keys in named.items() if keys})
        )
    return reasons


def _but_for(obstacles: _Tried) -> list[Reason]:
    waiting: dict[Obstacle, list[Place]] = defaultdict(list)
    for place, found, _ in obstacles:
        if len(found) == 1:
            waiting[next(iter(found))].append(place)
    return [
        Reason(f"but_for.{code}", {**dict(params), "places": len(places), **_place_params(places[0])})
        for (code, params), places in sorted(waiting.items(), key=lambda each: str(each[0]))
    ]


def _if_moved(programme: Programme, item: Item, obstacles: _Tried) -> list[Reason]:
    """Name the items any one of which, put elsewhere, would free a place."""
    waiting: dict[int, Place] = {}
    for place, _, clashes in obstacles:
        others = {key for clash in clashes for key in clash.items if key != item.key}
        if len(others) == 1 and all(clash.code in _MOVABLE for clash in clashes):
            other = next(iter(others))
            if not programme.item_of[other].is_fixed:
                waiting.setdefault(other, place)
    if not waiting:
        return []
    return [
        Reason(
            "but_for.moved", {"items": tuple(sorted(waiting)), **_place_params(next(iter(waiting.values())))}
        )
    ]


def _place_params(place: Place) -> Mapping[str, Param]:
    return {"session": place.session_key, "room": place.room_key, "start": place.start}
