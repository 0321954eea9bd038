"""Place items in a programme so that no clash is added.

In this order: as many items as can be, the fewest changes from the present plan, the best balance of positions per
session, the fewest rooms in use per session. Among plans that are equal in all that, each item begins as early in its
session and room as it can. Nothing depends on the order of the input; with the same seed the answer is the same, as
long as the time is enough to prove it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduling.planning.clashes import STEP
from scheduling.planning.integer_programmes import MixedAnswer, Row, solve_mixed_programme
from scheduling.planning.neighbours import Neighbours
from scheduling.planning.placement_model import SIGNS, PlacementModel
from scheduling.planning.placement_options import Option, options_of
from scheduling.planning.placement_reasons import reasons_for
from scheduling.planning.placement_results import Balance, Placed, Placement, Unplaced
from scheduling.planning.programme import Item, Place, Programme

PHASES = ("options", "first_plan", "places", "balance", "reasons")
"""What `progress` is told, in this order; phases that are not needed are left out."""
SHARE_OF_PLACES = 0.6
"""How much of the time the first stage may take: its question comes first."""


@dataclass(frozen=True)
class _Clock:
    """Keep the time and the caller's wish to stop."""

    ends: float
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
    clock = _Clock(time.monotonic() + seconds, should_stop, progress)
    wanted = _wanted(programme, items)
    standing = programme.with_places({item.key: None for item in wanted})
    clock.tell("options")
    options = [option for item in wanted for option in options_of(standing, item, step)]
    clock.tell("first_plan")
    chosen = _grown(standing, wanted, options, {})
    model = PlacementModel(standing, options, int(step.total_seconds() // 60))
    numbers = {(option.item.key, option.place): number for number, option in enumerate(options)}
    chosen, gap = _improved(model, chosen, numbers, clock, seed)
    if gap:  # a search that ran out of time may have left room
        chosen = _grown(standing, wanted, options, chosen)
    chosen = _pulled_forward(standing, wanted, options, chosen)
    clock.tell("reasons")
    return _answer(standing, wanted, chosen, gap, step)


def _wanted(programme: Programme, items: Collection[int] | None) -> list[Item]:
    every = sorted(programme.items, key=lambda item: item.key)
    if items is None:
        return [item for item in every if item.place is None]
    named = frozenset(items)
    return [item for item in every if item.key in named and not (item.is_fixed and item.place is not None)]


def _improved(
    model: PlacementModel,
    chosen: dict[int, Place],
    numbers: dict[tuple[int, Place], int],
    clock: _Clock,
    seed: int,
) -> tuple[dict[int, Place], float]:
    """Solve both stages from a first plan; give the plan and the gap."""
    costs = model.costs_of_places()
    taken = [numbers[each] for each in chosen.items()]
    worth = sum(costs[number] for number in taken)
    gap = 0.0
    if worth > _least(model, costs):
        clock.tell("places")
        left = clock.left()
        answer = solve_mixed_programme(
            model.programme(costs),
            seconds=left * SHARE_OF_PLACES,
            seed=seed,
            first=model.point(taken),
            should_stop=clock.should_stop,
        )
        gap = _gap(answer, worth)
        taken = _taken(model, answer, worth) or taken
        worth = sum(costs[number] for number in taken)
    clock.tell("balance")
    keep = Row(list(costs), [float(cost) for cost in costs.values()], -math.inf, float(worth))
    answer = solve_mixed_programme(
        model.programme(model.costs_of_order(), [keep]),
        seconds=clock.left(),
        seed=seed,
        first=model.point(taken),
        should_stop=clock.should_stop,
    )
    taken = _taken(model, answer, math.inf) or taken
    gap = gap or _gap(answer, answer.objective)
    return {model.options[n].item.key: model.options[n].place for n in taken}, gap


def _least(model: PlacementModel, costs: dict[int, int]) -> int:
    """Bound the costs of the first stage from below: every item at the best of its places."""
    best: dict[int, int] = {}
    for number, option in enumerate(model.options):
        best[option.item.key] = min(best.get(option.item.key, 0), costs[number])
    return sum(best.values())


def _taken(model: PlacementModel, answer: MixedAnswer, worth: float) -> list[int]:
    """Read the options taken; none where the first plan was no worse."""
    if answer.x is None or answer.objective > worth:
        return []
    return [number for number in range(len(model.options)) if answer.x[number] > 0.5]


def _gap(answer: MixedAnswer, known: float) -> float:
    if answer.status == "optimal":
        return 0.0
    best = min(answer.objective, known)
    if not math.isfinite(best) or not math.isfinite(answer.bound):
        return 1.0
    return max(1e-9, (best - answer.bound) / max(1.0, abs(best)))


def _grown(
    standing: Programme, wanted: Sequence[Item], options: Sequence[Option], chosen: dict[int, Place]
) -> dict[int, Place]:
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
    standing: Programme, wanted: Sequence[Item], options: Sequence[Option], chosen: dict[int, Place]
) -> dict[int, Place]:
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
    standing: Programme, wanted: Sequence[Item], chosen: dict[int, Place], gap: float, step: timedelta
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
