"""Test one item at many places quickly: hold, in the form each rule needs, whatever it could clash with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduling.planning.clash_rules import (
    Clash,
    ClashCode,
    Param,
    clashes_alone,
    clashes_between,
    duties_elsewhere,
    phase_of,
    span_of,
)
from scheduling.planning.programme import Item, Place, Programme, SessionDay, Span, is_free
from scheduling.planning.rests import clashes_of_rest, stretches

Timed = tuple[datetime, datetime, Item]
"""Start and end of a placed item, and the item."""

Obstacle = tuple[ClashCode, tuple[tuple[str, Param], ...]]
"""What stands in the way, without what differs from place to place."""

_LASTING = {
    ClashCode.PERSON_UNAVAILABLE: ("person",),
    ClashCode.DUTY_ELSEWHERE: ("person",),
    ClashCode.FEATURE_MISSING: ("feature", "count"),
    ClashCode.OVER_CAPACITY: ("expected",),
}
"""Code → the params that say what it is about, whatever the place."""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Hold what stands in the way at a place.

    movers: the items which, all put elsewhere, would free it; none where something else is in the way too.
    """

    place: Place
    found: frozenset[Obstacle]
    movers: frozenset[int]


class Neighbours:
    """Answer for one item: `clashes_at` in full, `is_free_at` and `obstacles_at` at once. All agree."""

    def __init__(self, programme: Programme, item: Item) -> None:
        self._programme, self._item = programme, item
        self._rooms: dict[int, list[Timed]] = defaultdict(list)
        self._shared: list[Timed] = []
        self._ordered: list[Timed] = []
        self._early: list[tuple[bool, Timed]] = []
        self._closing: list[tuple[bool, Timed]] = []
        self._work: dict[int, list[Item]] = defaultdict(list)
        for other in programme.placed_items:
            if other.key != item.key:
                self._sort_in(other)
        self._chains: dict[int, list[tuple[datetime, datetime]]] = {}
        self._fits = {room.key: self._fits_room(room.key) for room in programme.rooms}
        self._people_free: dict[tuple[datetime, datetime], bool] = {}

    def clashes_at(self, place: Place | None) -> Iterator[Clash]:
        """Give the clashes that the item has at a place, unsorted."""
        if place is None:
            return
        item = self._item.at(place)
        yield from clashes_alone(self._programme, item)
        span = span_of(item)
        beside = {other.key: other for other in self._beside(place, span)}
        for other in beside.values():
            yield from clashes_between(self._programme, item, other)
        if self._lacks_rest(place, span):
            for clash in clashes_of_rest(self._programme, [*self._work[place.session_key], item]):
                if item.key in clash.items:
                    yield clash

    def is_free_at(self, place: Place) -> bool:
        """Say whether `clashes_at` would give nothing."""
        span = Span(place.start, place.start + self._item.duration)
        session = self._programme.session_of.get(place.session_key)
        if session is not None and not session.span.contains(span):
            return False
        if not self._are_people_free(span) or self._is_somebody_on_duty(place.session_key, span):
            return False
        if not self._does_room_suit(place, session, span):
            return False
        return next(self._beside(place, span), None) is None and not self._lacks_rest(place, span)

    def _does_room_suit(self, place: Place, session: SessionDay | None, span: Span) -> bool:
        if place.room_key is None:
            return not self._item.needs_room
        if session is not None and place.room_key not in session.rooms:
            return False
        room = self._programme.room_of.get(place.room_key)
        is_open = room is None or is_free(span, room.open, room.unavailable)
        return is_open and self._fits.get(place.room_key, True)

    def obstacles_at(self, place: Place) -> Obstacles:
        """Say what stands in the way at a place, without the details of each clash."""
        item, span = self._item, Span(place.start, place.start + self._item.duration)
        found: set[Obstacle] = set()
        for clash in clashes_alone(self._programme, item.at(place)):
            params = tuple((name, clash.params[name]) for name in _LASTING.get(clash.code, ()))
            found.add((clash.code, params))
        others = {other.key for other in self._in_room(place, span)}
        is_movable = not found
        if others:
            found.add((ClashCode.ROOM_TWICE, ()))
        for other, is_way in self._with_people(place, span):
            others.add(other.key)
            twice = ClashCode.TRAVEL_GAP if is_way else ClashCode.PERSON_TWICE
            found |= {(twice, (("person", person),)) for person in item.people & other.people}
            if item.is_for_everybody and other.is_for_everybody:
                every = (ClashCode.TRAVEL_GAP, (("person", None),))
                found.add(every if is_way else (ClashCode.EVERYBODY_TWICE, ()))
        in_time = len(found)
        found |= {(ClashCode.ORDER, (("item", other.key),)) for other in self._out_of_order(span)}
        found |= {(ClashCode.PHASE_ORDER, (("item", other.key),)) for other in self._misordered(place, span)}
        if self._lacks_rest(place, span):
            found.add((ClashCode.NO_REST, ()))
        is_movable = is_movable and bool(found) and len(found) == in_time
        return Obstacles(place, frozenset(found), frozenset(others) if is_movable else frozenset())

    def _sort_in(self, other: Item) -> None:
        item, span = self._item, span_of(other)
        timed = (span.start, span.end, other)
        if other.room_key is not None:
            self._rooms[other.room_key].append(timed)
        is_for_all = item.is_for_everybody and other.is_for_everybody
        if is_for_all or not item.people.isdisjoint(other.people):
            self._shared.append(timed)
        if other.key in item.after or item.key in other.after:
            self._ordered.append(timed)
        phase = phase_of(self._programme, other)
        if phase is not None:
            group = self._closing if phase >= self._programme.closing_phase else self._early
            group.append((other.phase is not None, timed))
        if other.is_work and other.session_key is not None:
            self._work[other.session_key].append(other)

    def _fits_room(self, key: int) -> bool:
        room = self._programme.room_of[key]
        return self._item.expected <= room.capacity and all(
            feature in room.features for feature, count in self._item.needs.items() if count > 0
        )

    def _are_people_free(self, span: Span) -> bool:
        moments = (span.start, span.end)
        if moments not in self._people_free:
            known = self._programme.person_of
            people = [known[key] for key in self._item.people if key in known]
            self._people_free[moments] = all(is_free(span, p.available, p.unavailable) for p in people)
        return self._people_free[moments]

    def _is_somebody_on_duty(self, session_key: int, span: Span) -> bool:
        return any(
            True
            for person in self._item.people & self._programme.duties_of.keys()
            for _day in duties_elsewhere(self._programme, person, session_key, span)
        )

    def _beside(self, place: Place, span: Span) -> Iterator[Item]:
        """Give the items that clash with this one at a place; some come more than once."""
        yield from self._in_room(place, span)
        for other, _ in self._with_people(place, span):
            yield other
        yield from self._out_of_order(span)
        yield from self._misordered(place, span)

    def _in_room(self, place: Place, span: Span) -> Iterator[Item]:
        if place.room_key is not None:
            for start, end, other in self._rooms[place.room_key]:
                if start < span.end and span.start < end:
                    yield other

    def _with_people(self, place: Place, span: Span) -> Iterator[tuple[Item, bool]]:
        """Give the items at the same time, and (True) those to which the way is too long."""
        for start, end, other in self._shared:
            if start < span.end and span.start < end:
                yield other, False
            elif self._programme.has_ways:
                way = self._programme.way(place.room_key, other.room_key)
                if start < span.end + way and span.start < end + way:
                    yield other, True

    def _out_of_order(self, span: Span) -> Iterator[Item]:
        item = self._item
        for start, end, other in self._ordered:
            if (other.key in item.after and span.start < end) or (
                item.key in other.after and start < span.end
            ):
                yield other

    def _misordered(self, place: Place, span: Span) -> Iterator[Item]:
        if not self._item.is_work:
            return
        phase = self._item.phase
        if phase is None:
            session = self._programme.session_of.get(place.session_key)
            if session is None:
                return
            phase = session.phase
        has_own = self._item.phase is not None
        if phase < self._programme.closing_phase:
            for other_has_own, (start, _, other) in self._closing:
                if (has_own or other_has_own) and start < span.end:
                    yield other
        else:
            for other_has_own, (_, end, other) in self._early:
                if (has_own or other_has_own) and span.start < end:
                    yield other

    def _lacks_rest(self, place: Place, span: Span) -> bool:
        """Say whether the item would stand in a chain of work that is too long."""
        if not self._item.is_work:
            return False
        if place.session_key not in self._chains:
            self._chains[place.session_key] = [
                (span_of(chain[0]).start, max(span_of(item).end for item in chain))
                for chain in stretches(self._programme, self._work[place.session_key])
            ]
        rest = self._programme.shortest_rest
        first, last = span.start, span.end
        # Chains lie a rest apart, so those which touch the item join with it and draw in no further ones.
        for start, end in self._chains[place.session_key]:
            if start - span.end < rest and span.start - end < rest:
                first, last = min(first, start), max(last, end)
        return last - first > self._programme.longest_stretch
