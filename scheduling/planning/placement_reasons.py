"""Say why an item has no place, by trying every place of the grid and noting what stands in the way there.

Two kinds of reasons come out, and each is true of the plan as it was left:
  "everywhere.<clash>"  this stands in the way at every place: as long as it holds, nothing else helps
  "everywhere_one_of.<clash>"  at every place some of these stands in the way, though not always the same; params
                        name the `people` or `items`
  "but_for.<clash>"     at some places only this stands in the way: without it the item would fit
  "but_for.moved"       at some places only one other item that may be moved does; params name these items
  "no_time"             the item is longer than every session, or no session has a room: there is no place to try
  "fewest_rules"        neither: the place where the fewest things stand in the way, the `rules` that they are, and
                        the `people` and `items` they name
`but_for` reasons carry `places`, how many places wait for it, and the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from scheduling.planning.clash_rules import ClashCode, Param
from scheduling.planning.clashes import places_in
from scheduling.planning.neighbours import Neighbours, Obstacle, Obstacles
from scheduling.planning.placement_results import Reason
from scheduling.planning.programme import Item, Place, Programme


def reasons_for(programme: Programme, item: Item, step: timedelta) -> tuple[Reason, ...]:
    """Explain why an item fits nowhere beside everything else in the programme."""
    neighbours = Neighbours(programme, item)
    places = [place for session in programme.sessions for place in places_in(programme, session, item, step)]
    if not places:
        return (Reason("no_time", {"minutes": int(item.duration.total_seconds() // 60)}),)
    places.sort(key=lambda place: (place.start, place.session_key))
    tried = [neighbours.obstacles_at(place) for place in places]
    everywhere = frozenset.intersection(*(each.found for each in tried))
    reasons = [Reason(f"everywhere.{code}", dict(params)) for code, params in sorted(everywhere, key=str)]
    reasons += _one_of(tried, {code for code, _ in everywhere})
    reasons += _but_for(tried)
    reasons += _if_moved(programme, tried)
    if not reasons:
        nearest = min(tried, key=lambda each: len(each.found))
        rules = tuple(sorted({str(code) for code, _ in nearest.found}))
        named = _named(pair for _, params in nearest.found for pair in params)
        reasons.append(Reason("fewest_rules", {"rules": rules, **named, **_place_params(nearest.place)}))
    return tuple(reasons)


def _one_of(tried: Sequence[Obstacles], known: Collection[ClashCode]) -> list[Reason]:
    codes = frozenset.intersection(
        *(frozenset(code for code, _ in found) for found in (each.found for each in tried))
    )
    reasons = []
    for code in sorted(codes - frozenset(known)):
        details = (pair for here in tried for each, params in here.found if each == code for pair in params)
        reasons.append(Reason(f"everywhere_one_of.{code}", _named(details)))
    return reasons


def _named(details: Iterable[tuple[str, Param]]) -> dict[str, tuple[int, ...]]:
    """Gather the people and items that obstacles name."""
    found = frozenset(details)
    named = {
        plural: tuple(sorted(value for name, value in found if name == singular and isinstance(value, int)))
        for singular, plural in (("person", "people"), ("item", "items"))
    }
    return {name: keys for name, keys in named.items() if keys}


def _but_for(tried: Sequence[Obstacles]) -> list[Reason]:
    waiting: dict[Obstacle, list[Place]] = defaultdict(list)
    for each in tried:
        if len(each.found) == 1:
            waiting[next(iter(each.found))].append(each.place)
    return [
        Reason(f"but_for.{code}", {**dict(params), "places": len(places), **_place_params(places[0])})
        for (code, params), places in sorted(waiting.items(), key=lambda each: str(each[0]))
    ]


def _if_moved(programme: Programme, tried: Sequence[Obstacles]) -> list[Reason]:
    """Name the items any one of which, put elsewhere, would free a place."""
    waiting: dict[int, Place] = {}
    for each in tried:
        if len(each.movers) == 1:
            waiting.setdefault(next(iter(each.movers)), each.place)
    movable = {key: place for key, place in waiting.items() if not programme.item_of[key].is_fixed}
    if not movable:
        return []
    first = next(iter(movable.values()))
    return [Reason("but_for.moved", {"items": tuple(sorted(movable)), **_place_params(first)})]


def _place_params(place: Place) -> Mapping[str, Param]:
    return {"session": place.session_key, "room": place.room_key, "start": place.start}
