"""Look for panels that would better a lottery, given what each type is worth: dives first, then exactly."""

from __future__ import annotations

import random

import numpy as np

from sortition.lottery.dives import Diver
from sortition.lottery.draft import Draft
from sortition.lottery.face import whole_pool
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import Floats, TypePool
from sortition.lottery.relaxation import relaxation_bound
from sortition.lottery.warm_programmes import WarmProgramme
from sortition.lottery.watch import OutOfTime, Watch

WORTHWHILE = 1e-9
"""A panel whose reduced cost is smaller than this would not change the level's seventh figure."""

DIVES = 6
"""Dives per round of pricing before the exact search."""


class Pricing:
    """Look for panels worth adding: dives, then the linear bound, then the exact programme."""

    def __init__(self, pool: TypePool, draft: Draft, watch: Watch, chance: random.Random) -> None:
        self._pool, self._draft, self._watch, self._chance = pool, draft, watch, chance
        face = whole_pool(pool)
        self._diver = Diver(face)
        self._linear = WarmProgramme(
            matrix=pool.matrix,
            costs=np.zeros(pool.count),
            lower=np.zeros(pool.count),
            upper=pool.upper.astype(np.float64),
            row_lower=pool.lower_sides,
            row_upper=pool.upper_sides,
        )

    def improve(
        self, duals: Floats, price: float, *, worthwhile: float = WORTHWHILE
    ) -> tuple[float, Floats | None] | None:
        """Add panels with y·c above the price and give None; or bound y·c over all panels, with π where linear.

        duals: y, length T, of either sign.
        """
        above = price + worthwhile
        noise = 0.05 * float(np.abs(duals).max())
        added = 0
        for attempt in range(DIVES):
            self._watch.check()
            jitter = np.array([self._chance.random() for _ in range(len(duals))])
            panel = self._diver.dive(duals + jitter * noise * attempt / DIVES)
            if panel is not None and float(duals @ panel) > above:
                added += self._draft.add(panel)
        if added:
            return None
        self._linear.set_costs(-duals)
        optimum = self._linear.solve()
        if optimum is not None and -optimum.objective <= above:
            return relaxation_bound(self._pool, duals, -optimum.row_duals), -optimum.row_duals
        return self._improve_exactly(duals, above)

    def _improve_exactly(self, duals: Floats, above: float) -> tuple[float, None] | None:
        pool, watch = self._pool, self._watch
        programme = IntegerProgramme(-duals, np.zeros(pool.count, dtype=np.int64), pool.upper, pool.rows)
        answer = solve_integer_programme(
            programme, time_limit=watch.seconds_left, should_stop=watch.should_stop
        )
        watch.check()
        if answer.x is not None and float(duals @ answer.x) > above and self._draft.add(answer.x):
            return None
        if answer.status != "optimal":
            raise OutOfTime
        return max(-answer.bound, -answer.objective), None
