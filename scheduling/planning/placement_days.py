"""Hold items within one day: find places for all of a set, or learn which of them cannot be together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from scheduling.planning.integer_programmes import solve_mixed_programme
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.placement_model import PlacementModel
from scheduling.planning.placement_options import Option
from scheduling.planning.placement_sessions import Share, share_of
from scheduling.planning.programme import Place, Programme

Plan = dict[int, Place]
"""Item → its place."""


class OutOfTime(Exception):  # noqa: N818 - what happened
    """Time ran out, or the caller wants no more, before a day was decided."""


class Days:
    """Decide sets of shares day by day, and remember what was decided."""

    def __init__(
        self,
        standing: Programme,
        options: Iterable[Option],
        *,
        step_minutes: int,
        seed: int,
        seconds_left: Callable[[], float],
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._standing, self._step, self._seed = standing, step_minutes, seed
        self._seconds_left, self._should_stop = seconds_left, should_stop
        self._options: dict[Share, list[Option]] = defaultdict(list)
        for option in options:
            self._options[share_of(option.item, option.place)].append(option)
        self._known: dict[frozenset[Share], Plan] = {}

    def held(self, shares: Iterable[Share]) -> Plan:
        """Find places for as many of these as can be.

        Raises:
            OutOfTime: before an answer was found.
        """
        wanted = frozenset(shares)
        if wanted not in self._known:
            plan = self._one_by_one(wanted)
            self._known[wanted] = plan if len(plan) == len(wanted) else self._solved(wanted)
        return self._known[wanted]

    def fewest_rooms(self, shares: Iterable[Share], plan: Plan) -> Plan:
        """Find the places for all of these that take the fewest rooms; the plan given where that takes too long."""
        wanted = frozenset(shares)
        used = {(item.session_key, item.room_key) for item in self._standing.placed_items}
        needed = {
            (place.session_key, place.room_key) for place in plan.values() if place.room_key is not None
        }
        needed -= used
        places = {(p.session_key, p.room_key) for s in wanted for p in (o.place for o in self._options[s])}
        if len(needed) <= 1 and (not needed or not self._fits_in(wanted, places & used)):
            return plan
        found = self._solved(wanted)
        return found if len(found) == len(plan) else plan

    def conflict(self, shares: Iterable[Share]) -> frozenset[Share]:
        """Take away what does not matter from a set that no day holds, until each of the rest does.

        Raises:
            OutOfTime: before it was found.
        """
        left = sorted(shares, key=lambda share: (share.item, share.session, share.is_kept))
        for share in tuple(left):
            rest = [each for each in left if each != share]
            if len(self.held(rest)) < len(rest):
                left = rest
        return frozenset(left)

    def _ordered(self, wanted: frozenset[Share]) -> list[Share]:
        return sorted(wanted, key=lambda s: (len(self._options[s]), s.item, s.session, s.is_kept))

    def _one_by_one(self, wanted: frozenset[Share]) -> Plan:
        return placed_one_by_one(self._standing, [self._options[share] for share in self._ordered(wanted)])

    def _fits_in(self, wanted: frozenset[Share], rooms: set[tuple[int, int | None]]) -> bool:
        """Say whether every share has an option in these rooms at all."""
        return all(
            any(
                o.place.room_key is None or (o.place.session_key, o.place.room_key) in rooms
                for o in self._options[share]
            )
            for share in wanted
        )

    def _solved(self, wanted: frozenset[Share]) -> Plan:
        options = [option for share in self._ordered(wanted) for option in self._options[share]]
        seconds = self._seconds_left()
        if seconds <= 0:
            raise OutOfTime
        model = PlacementModel(self._standing, options, self._step)
        answer = solve_mixed_programme(
            model.programme(), seconds=seconds, seed=self._seed, should_stop=self._should_stop
        )
        if answer.status != "optimal" or answer.x is None:
            raise OutOfTime
        return {o.item.key: o.place for number, o in enumerate(options) if answer.x[number] > 0.5}


def placed_one_by_one(standing: Programme, waiting: Sequence[Sequence[Option]]) -> Plan:
    """Place one item after another at the first of its options where it clashes with nothing before it."""
    plan: Plan = {}
    programme = standing
    for options in waiting:
        if not options:
            continue
        neighbours = Neighbours(programme, options[0].item)
        for option in options:
            if neighbours.is_free_at(option.place):
                plan[option.item.key] = option.place
                programme = programme.with_places({option.item.key: option.place})
                break
    return plan
