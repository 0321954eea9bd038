"""Round a lottery to m equally likely panels, so that a numbered ball can draw one in public."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from sortition.lottery.dives import PartialDiver
from sortition.lottery.exchanges import Exchanges
from sortition.lottery.face import Face, face_of
from sortition.lottery.panel_people import TimedPanels
from sortition.lottery.pool_types import Floats, Integers, TypePool
from sortition.lottery.stock import Stock
from sortition.lottery.watch import Watch

HERDED_AGAIN = 2
"""Up to so many times the herded panels, these are the first stock: fewer dives follow than after ⌊m λ⌋ copies."""

FAILURES = 150
"""Exchanges that did not help, in a row, before the totals are left as they are."""

JITTER = 0.05
"""Relative noise on the weights of a dive, so that a repeated dive may find another panel."""

WHOLE = 1e-7
"""Numbers this close to a whole number of panels are whole."""

SWEEPS = 150
"""Rounds of exchanges of seats within panels; most are done after a tenth of them."""

IDLE = 25
"""Rounds in a row with fewer bettered panels than one in a hundred, before these exchanges are given up."""

NEARNESS = 1e-3
"""Weight of plain nearness beside the band: it breaks ties towards the exact chances."""


@dataclass(frozen=True)
class _Goal:
    """Hold what the totals per type over all m panels should be.

    target: m x*. low, high: m_t ⌈m p_t − 1⌉ and m_t ⌊m p_t + 1⌋: within these, people can be seated so that
    nobody is further than one panel from m p. sizes: people per type.
    """

    target: Floats
    low: Floats
    high: Floats
    sizes: Floats

    def cost(self, totals: Floats) -> Floats:
        """Measure totals (last axis: types): Σ (seats outside the band)² + NEARNESS · Σ ((total − m x*) / m_t)²."""
        outside = np.maximum(self.low - totals, 0.0) + np.maximum(totals - self.high, 0.0)
        near = (totals - self.target) / self.sizes
        return np.asarray((outside**2).sum(axis=-1) + NEARNESS * (near**2).sum(axis=-1))

    def slope(self, totals: Floats) -> Floats:
        """Give the derivative of the cost by the totals."""
        outside = np.maximum(totals - self.high, 0.0) - np.maximum(self.low - totals, 0.0)
        return 2.0 * outside + 2.0 * NEARNESS * (totals - self.target) / self.sizes**2

    def pull(self, totals: Floats) -> Floats:
        """Give weights under which a dive finds a panel that lowers the cost: the fall from one more seat."""
        return self.step(totals) - self.step(totals + 1.0)

    def step(self, totals: Floats) -> Floats:
        """Give the cost per type."""
        outside = np.maximum(self.low - totals, 0.0) + np.maximum(totals - self.high, 0.0)
        return outside**2 + NEARNESS * ((totals - self.target) / self.sizes) ** 2

    def is_met(self, totals: Floats) -> bool:
        """Decide whether every total is in its band."""
        return bool((totals >= self.low).all() and (totals <= self.high).all())


def uniform_counts(
    pool: TypePool, timed: TimedPanels, herded: Integers, panels: int, *, watch: Watch, chance: random.Random
) -> TimedPanels:
    """Choose m panels of counts, with repetition, whose totals come near m x*.

    A first stock is ⌊m λ⌋ copies of each panel, or, where m is not much more than the herded panels, those: their
    plain average is near x* already. Then panels at hand follow one by one, each the best for what is still owed.
    Then seats are exchanged within panels, which is fast, and at last single panels for others that dives find, until
    every total lies in its band or nothing helps any more. New panels come from the
    smallest face that holds the lottery's average.

    herded: the panels in the order of herding, shape (any, T); none where the lottery came about otherwise.
    panels: m.

    Source: the question is that of Flanigan, Kehne, Procaccia, "Fair sortition made transparent", NeurIPS 2021.
    """
    watch.tell("uniform", 0, panels)
    weights = timed.ticks / timed.ticks.sum()
    average = weights @ timed.counts
    sizes = pool.sizes.astype(np.float64)
    each = panels * average / sizes
    low, high = sizes * np.ceil(each - 1.0 - WHOLE), sizes * np.floor(each + 1.0 + WHOLE)
    goal = _Goal(panels * average, low, high, sizes)
    if panels <= HERDED_AGAIN * len(herded):
        stock, copies = herded[:panels], np.ones(min(panels, len(herded)), dtype=np.int64)
    else:
        stock, copies = timed.counts, np.floor(panels * weights + 1e-9).astype(np.int64)
    rounding = _Rounding(stock, copies, goal, face_of(pool, average), chance)
    rounding.fill(panels - int(copies.sum()), watch)
    rounding.sweep(watch)
    rounding.exchange(watch)
    return rounding.timed()


class _Rounding:
    """Hold m panels in the making: the panels chosen from, how often each is taken, and the totals per type."""

    def __init__(
        self, counts: Integers, copies: Integers, goal: _Goal, face: Face, chance: random.Random
    ) -> None:
        self._panels = {panel.tobytes(): panel for panel in counts}
        self._copies = dict(zip(self._panels, copies.tolist(), strict=True))
        self._goal, self._face, self._chance = goal, face, chance
        self._diver = PartialDiver(face, chance)
        self._totals = (copies @ counts).astype(np.float64)

    def fill(self, missing: int, watch: Watch) -> None:
        """Add panels at hand, each the one that leaves the totals nearest to their goal."""
        known = np.array(list(self._panels.values()))
        for done in range(missing):
            watch.tell("uniform", done, missing)
            self._add(known[int(np.argmin(self._goal.cost(self._totals + known)))])

    def sweep(self, watch: Watch) -> None:
        """Exchange seats within panels as long as that brings totals nearer to their goal."""
        if self._goal.is_met(self._totals):
            return
        panels = np.repeat(np.array(list(self._panels.values())), list(self._copies.values()), axis=0)
        if len(set(panels.sum(axis=1).tolist())) > 1:
            return
        stock = Stock(self._face, Exchanges(self._face), panels, self._goal, self._chance.getrandbits(64))
        idle = 0
        for done in range(SWEEPS):
            watch.tell("uniform", done, SWEEPS)
            idle = idle + 1 if stock.sweep(0.0) < 0.01 * len(panels) else 0
            if idle == IDLE or self._goal.is_met(stock.totals):
                break
        found = [panel for panel in stock.panels() if self._face.admits(panel)]
        if len(found) < len(panels) or self._goal.cost(stock.totals) >= self._goal.cost(self._totals):
            return
        self._panels, self._copies, self._totals = {}, {}, np.zeros(len(self._totals))
        for panel in found:
            self._add(panel)

    def exchange(self, watch: Watch) -> None:
        """Take out panels that the slope of the cost points to, one at a time, and dive for a better one each."""
        failures = 0
        while not self._goal.is_met(self._totals) and failures < FAILURES:
            watch.tell("uniform", failures, FAILURES)
            slope = self._goal.slope(self._totals)
            held = [key for key, copies in self._copies.items() if copies]
            along = np.array([float(slope @ self._panels[key]) for key in held])
            place = int(np.argsort(-along, kind="stable")[failures % len(held)])
            out = self._panels[held[place]]
            into = self._best(self._totals - out, out)
            gain = float(self._goal.cost(self._totals) - self._goal.cost(self._totals - out + into))
            if gain < 1e-9:
                failures += 1
                continue
            failures = 0
            self._copies[held[place]] -= 1
            self._totals = self._totals - out
            self._add(into)

    def timed(self) -> TimedPanels:
        """Give the panels taken, in the order of their counts."""
        taken = [key for key, copies in self._copies.items() if copies]
        counts = np.array([self._panels[key] for key in taken])
        order = np.lexsort(counts.T[::-1])[::-1]
        return TimedPanels(counts[order], np.array([self._copies[key] for key in taken])[order])

    def _best(self, totals: Floats, at_hand: Integers) -> Integers:
        """Give a dive's panel if it costs less than the one at hand when added to the totals."""
        jitter = np.array([self._chance.random() for _ in range(len(totals))])
        found = self._diver.dive(self._goal.pull(totals) * (1.0 + JITTER * jitter))
        if found is None or self._goal.cost(totals + found) >= self._goal.cost(totals + at_hand):
            return at_hand
        return found

    def _add(self, panel: Integers) -> None:
        key = panel.tobytes()
        self._panels.setdefault(key, panel)
        self._copies[key] = self._copies.get(key, 0) + 1
        self._totals = self._totals + panel
