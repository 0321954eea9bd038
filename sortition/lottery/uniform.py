"""Round a lottery to m equally likely panels, so that a numbered ball can draw one in public."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sortition.lottery.dives import PartialDiver
from sortition.lottery.exchanges import Exchanges
from sortition.lottery.face import Face, face_of
from sortition.lottery.panel_people import TimedPanels
from sortition.lottery.pool_types import Floats, Integers, TypePool
from sortition.lottery.stock import Stock
from sortition.lottery.watch import Watch

FAILURES = 15
"""Exchanges that did not help, in a row, before panels are shaken."""

ATTEMPTS = 15
"""How often the panels are shaken and mended again where a total stays outside its band."""

SHAKEN, WARMTH = 1, 0.5
"""Rounds of exchanges that may cost something, and how much a seat may cost then."""

CANDIDATES = 60
"""Panels at hand that are compared exactly as substitutes for one that is taken out."""

MENDED = 0.5
"""An exchange with a panel at hand must lower the cost by this much: one seat outside its band costs 1."""

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
    pool: TypePool, timed: TimedPanels, panels: int, *, watch: Watch, chance: random.Random
) -> TimedPanels:
    """Choose m panels of counts, with repetition, whose totals come near m x*.

    First come ⌊m λ⌋ copies of each panel, then panels at hand one by one, each the best for what is still owed. Then
    seats are exchanged within panels, which is fast, and at last single panels for others, at hand or found by
    dives, until every total lies in its band or nothing helps any more. New panels come from the smallest face
    that holds the lottery's average. Where a total stays outside its band, panels are shaken and mended again; the
    nearest totals seen are kept.

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
    copies = np.floor(panels * weights + 1e-9).astype(np.int64)
    rounding = _Rounding(timed.counts, copies, goal, face_of(pool, average), chance)
    rounding.fill(panels - int(copies.sum()), watch)
    rounding.sweep(watch, 0)
    rounding.exchange(watch)
    best, cost = rounding.timed(), rounding.cost
    for _ in range(ATTEMPTS):
        if rounding.is_met:
            break
        rounding.sweep(watch, SHAKEN)
        rounding.exchange(watch)
        if rounding.cost < cost:
            best, cost = rounding.timed(), rounding.cost
    return best


class _Rounding:
    """Hold m panels in the making: the panels chosen from, how often each is taken, and the totals per type.

    Panels are rows of a table that doubles when it is full; they are floats for the sake of fast products.
    """

    def __init__(
        self, counts: Integers, copies: Integers, goal: _Goal, face: Face, chance: random.Random
    ) -> None:
        self._goal, self._face, self._chance = goal, face, chance
        self._diver = PartialDiver(face, chance)
        self._start(counts)
        self._copies[: len(copies)] = copies
        self._totals = (copies @ counts).astype(np.float64)

    def _start(self, counts: Integers) -> None:
        self._table = counts.astype(np.float64)
        self._copies = np.zeros(len(counts), dtype=np.int64)
        self._row = {panel.tobytes(): row for row, panel in enumerate(counts)}

    @cached_property
    def _exchanges(self) -> Exchanges:
        return Exchanges(self._face)

    @property
    def cost(self) -> float:
        """Say how far the totals are from their goal."""
        return float(self._goal.cost(self._totals))

    @property
    def is_met(self) -> bool:
        """Decide whether every total is in its band."""
        return self._goal.is_met(self._totals)

    @property
    def _known(self) -> Floats:
        return self._table[: len(self._row)]

    def fill(self, missing: int, watch: Watch) -> None:
        """Add panels at hand, each the one that leaves the totals nearest to their goal.

        Nearness is Σ (totals − m x*)² / m_t here, a quadratic form, so that adding a panel changes what any other
        would cost by their inner product.
        """
        if missing <= 0:
            return
        scaled = self._known / np.sqrt(self._goal.sizes)
        products = scaled @ scaled.T
        costs = np.diag(products) / 2.0 - scaled @ (
            (self._goal.target - self._totals) / np.sqrt(self._goal.sizes)
        )
        for done in range(missing):
            watch.tell("uniform", done, missing)
            best = int(np.argmin(costs))
            costs += products[best]
            self._copies[best] += 1
            self._totals += self._table[best]

    def sweep(self, watch: Watch, shaken: int) -> None:
        """Exchange seats within panels as long as that brings totals nearer to their goal.

        shaken: for so many rounds exchanges may also cost a little, to get away from where nothing helped any more.
        """
        if self.is_met:
            return
        panels = np.repeat(self._known, self._copies[: len(self._row)], axis=0).astype(np.int64)
        if len(set(panels.sum(axis=1).tolist())) > 1:
            return
        stock = Stock(self._face, self._exchanges, panels, self._goal, self._chance.getrandbits(64))
        for _ in range(shaken):
            stock.sweep(WARMTH)
        idle = 0
        for done in range(SWEEPS):
            watch.tell("uniform", done, SWEEPS)
            idle = idle + 1 if stock.sweep(0.0) < 0.01 * len(panels) else 0
            if idle == IDLE or self._goal.is_met(stock.totals):
                break
        found = [panel for panel in stock.panels() if self._face.admits(panel)]
        if len(found) < len(panels) or (not shaken and self._goal.cost(stock.totals) >= self.cost):
            return
        kinds, copies = np.unique(np.array(found), axis=0, return_counts=True)
        self._start(kinds)
        self._copies[:] = copies
        self._totals = stock.totals.copy()

    def exchange(self, watch: Watch) -> None:
        """Take out panels that the slope of the cost points to, one at a time, each for a better one.

        Panels at hand are looked through first; only where none of them mends anything a dive looks for another.
        """
        failures = 0
        while not self.is_met and failures < FAILURES:
            watch.tell("uniform", failures, FAILURES)
            along = self._known @ self._goal.slope(self._totals)
            held = np.flatnonzero(self._copies[: len(along)])
            out = int(held[np.argsort(-along[held], kind="stable")[failures % len(held)]])
            left = self._totals - self._table[out]
            before = self.cost
            candidates = np.argsort(along, kind="stable")[:CANDIDATES]
            costs = self._goal.cost(left + self._table[candidates])
            if before - float(costs.min()) >= MENDED:
                into = int(candidates[int(np.argmin(costs))])
            else:
                dived = self._dive(left, before - 1e-9)
                if dived is None:
                    failures += 1
                    continue
                into = self._number(dived)
            failures = 0
            self._copies[out] -= 1
            self._copies[into] += 1
            self._totals = left + self._table[into]

    def timed(self) -> TimedPanels:
        """Give the panels taken, in the order of their counts."""
        taken = np.flatnonzero(self._copies[: len(self._row)])
        counts = self._table[taken].astype(np.int64)
        order = np.lexsort(counts.T[::-1])[::-1]
        return TimedPanels(counts[order], self._copies[taken][order])

    def _dive(self, totals: Floats, below: float) -> Integers | None:
        """Look for a panel that costs less than `below` when added to the totals."""
        jitter = np.array([self._chance.random() for _ in range(len(totals))])
        found = self._diver.dive(self._goal.pull(totals) * (1.0 + JITTER * jitter))
        return found if found is not None and self._goal.cost(totals + found) < below else None

    def _number(self, panel: Integers) -> int:
        """Give the row of a panel in the table, adding it if it is new."""
        row = self._row.setdefault(panel.tobytes(), len(self._row))
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._copies = np.concatenate([self._copies, np.zeros_like(self._copies)])
        self._table[row] = panel
        return row
