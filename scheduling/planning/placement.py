"""Place items in a programme so that no clash is added.

In this order: as many items as can be, the fewest changes from the present plan, the best balance of positions per
session, the fewest rooms in use per session. Among plans that are equal in all that, each item begins as early in its
session and room as it can. Nothing depends on the order of the input; with the same seed the answer is the same, as
long as the time is enough to prove it.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduling.planning.clashes import STEP
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.placement_days import Days, OutOfTime, Plan
from scheduling.planning.placement_options import Option, options_of
from scheduling.planning.placement_reasons import reasons_for
from scheduling.planning.placement_results import Balance, Placed, Placement, Unplaced
from scheduling.planning.placement_sessions import SIGNS, Share, Sharing, days_of, share_of
from scheduling.planning.programme import Item, Programme

PHASES = ("options", "sessions", "rooms", "reasons")
"""What `progress` is told, in this order; "sessions" again and again while plans get better."""
TIE = 1e-6
"""Costs are whole numbers: what differs by less is the same."""


@dataclass(frozen=True)
class _Clock:
    """Keep the time and the caller's wish to stop."""

    ends: float
    seed: int
    should_stop: Callable[[], bool] | None
    progress: Callable[[str], None] | None

    def left(self) -> float:
        return 0.0 if self.is_stopped() else max(0.0, self.ends - time.monotonic())

    def is_stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()

    def tell(self, phase: str) -> None:
        if self.progress is not None:
            self.progress(phase)


def place(
    programme: Programme,
    *,
    items: Collection[int] | None = None,
    seconds: float = 10.0,
    step: timedelta = STEP,
    progress: Callable[[str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    seed: int = 0,
) -> Placement:
    """Find places for items; None means all that have none. Fixed items stay, and so does all that is not named.

    An item that is named and has a place may be moved, and may lose its place where it clashes and fits nowhere.
    A search that is stopped gives the best plan found until then.
    """
    clock = _Clock(time.monotonic() + seconds, seed, should_stop, progress)
    wanted = _wanted(programme, items)
    standing = programme.with_places({item.key: None for item in wanted})
    clock.tell("options")
    options = [option for item in wanted for option in options_of(standing, item, step)]
    days = Days(
        standing,
        options,
        step_minutes=int(step.total_seconds() // 60),
        seed=seed,
        seconds_left=clock.left,
        should_stop=should_stop,
    )
    chosen, gap = _shared_out(standing, wanted, options, clock, days)
    chosen = _pulled_forward(standing, wanted, options, chosen)
    clock.tell("reasons")
    return _answer(standing, wanted, chosen, gap, step)


def _wanted(programme: Programme, items: Collection[int] | None) -> list[Item]:
    every = sorted(programme.items, key=lambda item: item.key)
    if items is None:
        return [item for item in every if item.place is None]
    named = frozenset(items)
    return [item for item in every if item.key in named and not (item.is_fixed and item.place is not None)]


def _shared_out(
    standing: Programme,
    wanted: Sequence[Item],
    options: Sequence[Option],
    clock: _Clock,
    days: Days,
) -> tuple[Plan, float]:
    """Share items out among sessions and hold them in the days, until the best sharing can be held.

    A sharing that some day cannot hold teaches which items exclude each other there, and still gives a plan.
    """
    numbers = days_of(standing)
    sharing = Sharing(standing, options, numbers)
    items = {item.key: item for item in wanted}
    best = _grown(standing, wanted, options, {})
    best_cost = sharing.cost(_shares(items, best))
    bound = -math.inf
    try:
        while True:
            clock.tell("sessions")
            answer, shares = sharing.best(
                seconds=clock.left(), seed=clock.seed, should_stop=clock.should_stop
            )
            bound = max(bound, _whole(answer.bound))
            if answer.x is None or best_cost <= bound:
                break
            plan, conflicts = _held(shares, numbers, days)
            plan = _grown(standing, wanted, options, plan)
            cost = sharing.cost(_shares(items, plan))
            if cost < best_cost:
                best, best_cost = plan, cost
            if best_cost <= bound or answer.status != "optimal":
                break
            for conflict in conflicts:
                sharing.cut(days.conflict(conflict))
    except OutOfTime:
        pass
    gap = 0.0 if best_cost <= bound else _gap(best_cost, bound)
    clock.tell("rooms")
    try:
        best = _in_fewest_rooms(_shares(items, best), best, numbers, days)
    except OutOfTime:
        gap = gap or TIE
    return best, gap


def _shares(items: Mapping[int, Item], plan: Plan) -> list[Share]:
    return [share_of(items[key], place) for key, place in plan.items()]


def _by_day(shares: Iterable[Share], numbers: Mapping[int, int]) -> list[list[Share]]:
    found: dict[int, list[Share]] = defaultdict(list)
    for share in shares:
        found[numbers[share.session]].append(share)
    return [found[day] for day in sorted(found)]


def _held(shares: Iterable[Share], numbers: Mapping[int, int], days: Days) -> tuple[Plan, list[list[Share]]]:
    """Hold each day's shares; give the plan of all that could be held, and the days that were too full."""
    plan: Plan = {}
    too_full = []
    for found in _by_day(shares, numbers):
        held = days.held(found)
        plan |= held
        if len(held) < len(found):
            too_full.append(found)
    return plan, too_full


def _in_fewest_rooms(shares: Iterable[Share], plan: Plan, numbers: Mapping[int, int], days: Days) -> Plan:
    found: Plan = {}
    for of_day in _by_day(shares, numbers):
        here = {share.item: plan[share.item] for share in of_day}
        found |= days.fewest_rooms(of_day, here)
    return found


def _whole(bound: float) -> float:
    """Lift a bound to the next whole number, which no cost lies below either."""
    return math.ceil(bound - TIE) if math.isfinite(bound) else bound


def _gap(cost: float, bound: float) -> float:
    if not math.isfinite(bound):
        return 1.0
    return max(TIE, (cost - bound) / max(1.0, abs(cost)))


def _grown(standing: Programme, wanted: Sequence[Item], options: Sequence[Option], chosen: Plan) -> Plan:
    """Place one item after another where it clashes with nothing: those with the fewest options first.

    An item that has a place keeps it if it can; the others go where they even out their session's positions.
    """
    chosen = dict(chosen)
    by_item: dict[int, list[Option]] = {item.key: [] for item in wanted}
    for option in options:
        by_item[option.item.key].append(option)
    programme = standing.with_places(chosen)
    waiting = [item for item in wanted if item.key not in chosen]
    for item in sorted(waiting, key=lambda each: (each.place is None, len(by_item[each.key]), each.key)):
        balance = {b.session_key: b.in_favour - b.against for b in balance_of(programme)}
        sign = SIGNS.get(item.position, 0)
        neighbours = Neighbours(programme, item)
        # Stable: options are in order of time.
        for option in sorted(
            by_item[item.key],
            key=lambda o: (o.place != item.place, sign * balance[o.place.session_key]),
        ):
            if neighbours.is_free_at(option.place):
                chosen[item.key] = option.place
                programme = programme.with_places({item.key: option.place})
                break
    return chosen


def _pulled_forward(
    standing: Programme, wanted: Sequence[Item], options: Sequence[Option], chosen: Plan
) -> Plan:
    """Begin each item that was placed or moved as early in its session and room as nothing clashes."""
    chosen = dict(chosen)
    free = [item for item in wanted if item.key in chosen and chosen[item.key] != item.place]
    is_moving = True
    while is_moving:
        is_moving = False
        for item in sorted(free, key=lambda each: (chosen[each.key].start, each.key)):
            now = chosen[item.key]
            neighbours = Neighbours(standing.with_places(chosen), item)
            for option in options:
                there = option.place
                if option.item.key != item.key or there.start >= now.start or there == item.place:
                    continue
                same = (there.session_key, there.room_key) == (now.session_key, now.room_key)
                if same and neighbours.is_free_at(there):
                    chosen[item.key], is_moving = there, True
                    break
    return chosen


def balance_of(programme: Programme) -> tuple[Balance, ...]:
    """Count the positions of what stands in each session."""
    counts = {session.key: [0, 0] for session in programme.sessions}
    for item in programme.placed_items:
        if item.position in SIGNS and item.session_key in counts:
            counts[item.session_key][0 if SIGNS[item.position] > 0 else 1] += 1
    return tuple(Balance(key, *found) for key, found in sorted(counts.items()))


def _answer(
    standing: Programme, wanted: Sequence[Item], chosen: Plan, gap: float, step: timedelta
) -> Placement:
    plan = standing.with_places(chosen)
    found = [(item, Placed(item.key, chosen[item.key])) for item in wanted if item.key in chosen]
    rooms = {(item.session_key, item.room_key) for item in plan.placed_items if item.room_key is not None}
    return Placement(
        placed=tuple(placed for item, placed in found if item.place is None),
        moved=tuple(
            placed for item, placed in found if item.place is not None and placed.place != item.place
        ),
        unplaced=tuple(
            Unplaced(item.key, reasons_for(plan, item, step)) for item in wanted if item.key not in chosen
        ),
        is_optimal=gap == 0,
        gap=gap,
        balance=balance_of(plan),
        rooms_used=len(rooms),
    )
