"""Find a lottery that attains a point of the relaxation, or prove that there is none."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from sortition.lottery.dives import PartialDiver
from sortition.lottery.draft import Draft
from sortition.lottery.exchanges import Exchanges
from sortition.lottery.face import Face, face_of
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import Floats, TypePool
from sortition.lottery.stock import Stock
from sortition.lottery.watch import OutOfTime, Watch
from sortition.lottery.weights import Weighing, weigh

SPARE = 1.15
"""Panels per dimension of the face: dim + 1 suffice at best, and a few more make the weights unique no longer."""

ATTAINED = 1e-9
"""A point is attained when all types together miss less than this many seats."""

SWEPT = (100, 6000)
"""On faces of such dimensions most panels come from others by exchanges of seats, which is faster than to dive."""

DIVED_FIRST, DIVED_LAST = 0.25, 0.15
"""Shares of the panels that are dived for nevertheless: what exchanges start from, and what they cannot mend."""

SCHEDULE = ((1.0, 40), (0.2, 40), (0.0, 40))
"""Temperatures of the exchanges, and how many rounds each lasts: first to mix, then to come near."""

PRICED, PRICED_SHARE = 30, 8
"""Dives per round once the duals say where panels are missing: so many, or one for so many types if that is more."""


def attain(pool: TypePool, target: Floats, draft: Draft, watch: Watch, chance: random.Random) -> bool:
    """Put panels and weights with Σ λ_c c = x* into the draft; False where no lottery attains x*.

    Panels are herded: each looks for the largest weights·c with weights_t = (S_t + x*_t u_t) / x*_t, where S is
    what earlier panels left owing and u is drawn from (0, 1), so that the plain average of the panels already
    approaches x*. Then they are weighed; duals of the weighing price further panels, first by dives, then exactly.

    Raises:
        Stopped: in time limit or cancellation; the draft then holds the panels so far.
    """
    face = face_of(pool, target)
    free = face.free
    _herd(face, draft, watch, chance)
    diver = PartialDiver(face, chance)
    for attempt in range(1000):
        watch.tell("weights", attempt, None, panels=len(draft))
        if not len(draft):
            if not _add_exact(face, np.zeros(pool.count), -np.inf, draft, watch):
                return False
            continue
        weighing = weigh(draft.counts()[:, free], target[free])
        draft.weights = weighing.weights
        if weighing.shortfall < ATTAINED:
            return True
        if not _price(face, weighing, draft, diver=diver, watch=watch, chance=chance):
            return False
    return False


def _herd(face: Face, draft: Draft, watch: Watch, chance: random.Random) -> None:
    target = face.target
    scale = np.maximum(target, 1e-9)
    wanted = int(SPARE * face.dimension) + 10 if len(face.free) else 1
    dives = PartialDiver(face, chance)
    owed = np.zeros(face.pool.count)
    misses = 0
    is_swept = SWEPT[0] <= face.dimension <= SWEPT[1]
    first = int(DIVED_FIRST * wanted) if is_swept else wanted
    while len(draft) < wanted and misses < 30 + wanted // 4:
        watch.tell("panels", len(draft), wanted, panels=len(draft))
        jitter = np.array([chance.random() for _ in range(face.pool.count)])
        panel = dives.dive(owed / scale + jitter)
        if panel is None or not draft.add(panel):
            misses += 1
        if panel is not None:
            owed += target - panel
        if is_swept and len(draft) >= first:
            is_swept = False
            owed = _sweep(face, draft, wanted - int(DIVED_LAST * wanted), watch, chance)


@dataclass(frozen=True)
class _Near:
    """Want totals near a target, each in its own measure."""

    target: Floats

    def step(self, totals: Floats) -> Floats:
        """Give the cost per type."""
        return np.asarray((totals - self.target) ** 2 / np.maximum(self.target, 0.5))


def _sweep(face: Face, draft: Draft, many: int, watch: Watch, chance: random.Random) -> Floats:
    """Make `many` panels of those in the draft by exchanges of seats; give what they leave owing."""
    start = draft.counts()
    copies = start[np.arange(many) % len(start)]
    goal = _Near(many * face.target)
    if len(set(copies.sum(axis=1).tolist())) > 1:
        return np.asarray(len(start) * face.target - start.sum(axis=0))
    stock = Stock(face, Exchanges(face), copies, goal, chance.getrandbits(64))
    for temperature, rounds in SCHEDULE:
        for _ in range(rounds):
            watch.tell("panels", len(draft), None, panels=len(draft))
            stock.sweep(temperature)
    for panel in stock.panels():
        if face.admits(panel):
            draft.add(panel)
    return np.asarray(goal.target - stock.totals)


def _price(
    face: Face, weighing: Weighing, draft: Draft, *, diver: PartialDiver, watch: Watch, chance: random.Random
) -> bool:
    """Add panels with duals·c above the level of the weighing; False where an exact search proves there is none."""
    duals = np.zeros(face.pool.count)
    duals[face.free] = weighing.duals
    level = weighing.level
    added = 0
    most = max(PRICED, len(face.free) // PRICED_SHARE)
    for attempt in range(most):
        watch.tell("weights", attempt, most, panels=len(draft))
        jitter = np.array([chance.random() for _ in range(face.pool.count)])
        panel = diver.dive(duals + jitter * (0.02 * attempt / most))
        if panel is not None and float(duals @ panel) > level + ATTAINED:
            added += draft.add(panel)
    return added > 0 or _add_exact(face, duals, level + ATTAINED, draft, watch)


def _add_exact(face: Face, duals: Floats, above: float, draft: Draft, watch: Watch) -> bool:
    programme = IntegerProgramme(-duals, face.lower, face.upper, face.rows())
    answer = solve_integer_programme(programme, time_limit=watch.seconds_left, should_stop=watch.should_stop)
    watch.check()
    if answer.status == "unfinished" and answer.x is None:
        raise OutOfTime
    if answer.x is None or float(duals @ answer.x) <= above:
        return False
    return draft.add(answer.x)
