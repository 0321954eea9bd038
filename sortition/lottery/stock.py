"""Keep panels in the making whose totals are to come near a goal, and exchange seats within them."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sortition.lottery.exchanges import Exchanges
from sortition.lottery.face import Face
from sortition.lottery.pool_types import Booleans, Floats, Integers

PARTS = 8
"""A sweep moves the panels in so many parts, so that later ones see what earlier ones did."""

SMALLEST_GAIN = 1e-9
"""Exchanges that better the cost by less are not worth making."""

DRAWN = 4
"""First moves drawn per panel in a sweep, of which the best is tried."""


class Goal(Protocol):
    """Say what totals per type cost; the cost is a sum over types."""

    def step(self, totals: Floats) -> Floats:
        """Give the cost per type."""
        ...


class Stock:
    """Hold m panels on a face, seat by seat; every exchange keeps each of them a panel of the face."""

    def __init__(self, face: Face, exchanges: Exchanges, panels: Integers, goal: Goal, seed: int) -> None:
        self._face, self._moves, self._goal = face, exchanges, goal
        self._chance = np.random.Generator(np.random.PCG64(seed))
        many, types = panels.shape
        seats = int(panels[0].sum())
        self._seats = np.repeat(np.tile(np.arange(types), many), panels.ravel()).reshape(many, seats)
        self._counts = np.ascontiguousarray(panels.T.astype(np.int16))
        matrix = face.pool.matrix
        self._sums = np.asarray(matrix[exchanges.rows] @ panels.T).T
        self._limited = np.zeros((many, len(exchanges.limits) + 1), dtype=np.int16)
        self._limited[:, :-1] = np.asarray(matrix[exchanges.limits] @ panels.T).T
        self._low, self._high = face.row_lower[exchanges.rows], face.row_upper[exchanges.rows]
        self._upper = face.upper
        self.totals = panels.sum(axis=0).astype(np.float64)
        self._is_free = np.append(face.lower < face.upper, False)
        self._best = np.zeros(exchanges.kinds + 1, dtype=np.int64)
        self._order_kinds = np.repeat(np.arange(exchanges.kinds), np.diff(exchanges.first))
        self._refresh()

    def panels(self) -> Integers:
        """Give the panels as counts, shape (m, T)."""
        return self._counts.T.astype(np.int64)

    def _refresh(self) -> None:
        """Work out what it gains to take a seat from each type and to give it one, and the best type per kind."""
        now = self._goal.step(self.totals)
        self._taking = now - self._goal.step(self.totals - 1.0)
        giving = now - self._goal.step(self.totals + 1.0)
        self._giving = np.append(np.where(self._is_free[:-1], giving, -np.inf), -np.inf)
        moves = self._moves
        order = np.lexsort((-self._giving[moves.members], self._order_kinds))
        self._best[:-1] = moves.members[order[moves.first[:-1]]]
        self._best[-1] = len(self.totals)

    def sweep(self, temperature: float) -> int:
        """Try one random exchange in every panel; make those that do not cost more than chance allows."""
        if not len(self._moves.way_kind):
            return 0
        order = self._chance.permutation(len(self._seats))
        return sum(self._sweep_part(part, temperature) for part in np.array_split(order, PARTS) if len(part))

    def _sweep_part(self, part: Integers, temperature: float) -> int:
        moves, draw = self._moves, self._chance.random
        seats = self._seats[part]
        many, wide = seats.shape
        rows = np.arange(many)
        places = (draw((many, DRAWN)) * wide).astype(np.int64)
        out = seats[rows[:, np.newaxis], places]
        kinds = moves.kind[out]
        ways = moves.way_first[kinds + 1] - moves.way_first[kinds]
        way = moves.way_first[kinds] + (draw((many, DRAWN)) * ways).astype(np.int64)
        way = np.minimum(way, len(moves.way_kind) - 1)
        gain = self._taking[out] + self._giving[self._best[moves.way_kind[way]]]
        gain = np.where(ways > 0, gain, -np.inf)
        if temperature:
            gain += temperature * draw((many, DRAWN))
        chosen = gain.argmax(axis=1)
        has_way = np.flatnonzero(np.isfinite(gain[rows, chosen]))
        if not len(has_way):
            return 0
        chosen = chosen[has_way]
        part, seats, seat = part[has_way], seats[has_way], places[has_way, chosen]
        way = way[has_way, chosen]
        return self._exchange(part, seats, seat, way, temperature)

    def _exchange(
        self, part: Integers, seats: Integers, seat: Integers, way: Integers, temperature: float
    ) -> int:
        """Make the first moves given, each with the best second move, where that gains enough."""
        moves = self._moves
        rows = np.arange(len(part))
        out = seats[rows, seat]
        step, kind = moves.way_step[way], moves.way_kind[way]
        into = self._best[kind]
        gain = self._taking[out] + self._giving[into]
        second, second_into, second_gain = self._second(seats, out, step, kind, temperature)
        alone = (self._sums[part] + moves.steps[step] >= self._low) & (
            self._sums[part] + moves.steps[step] <= self._high
        )
        is_alone = alone.all(axis=1) & ((second_gain < 0) | (step == 0))
        gain = gain + np.where(is_alone, 0.0, second_gain)
        second_out = np.where(is_alone, -1, seats[rows, second])
        second_into = np.where(is_alone, -1, second_into)
        needed = (
            SMALLEST_GAIN - temperature * self._chance.random(len(part)) if temperature else SMALLEST_GAIN
        )
        good = (gain > needed) & (out != into)
        good &= self._has_room(part, into, second_into)
        chosen = np.flatnonzero(good)
        if not len(chosen):
            return 0
        chosen = chosen[np.argsort(-gain[chosen], kind="stable")]
        touched = np.stack([out[chosen], into[chosen], second_out[chosen], second_into[chosen]], axis=1)
        chosen = chosen[_first_to_touch(touched)]
        for which in (chosen,):
            self._apply(
                part[which],
                seat[which],
                into[which],
                np.where(is_alone[which], -1, second[which]),
                second_into[which],
                step[which],
            )
        return len(chosen)

    def _second(
        self, seats: Integers, out: Integers, step: Integers, kind: Integers, temperature: float
    ) -> tuple[Integers, Integers, Floats]:
        """Find in each panel the seat that best makes up for a step: its place, the type it goes to, the gain."""
        moves = self._moves
        kinds = moves.kind[seats]
        reached = moves.after[moves.inverse[step][:, np.newaxis], kinds]
        into = self._best[reached]
        gains = self._taking[seats] + self._giving[into]
        gains[(kinds == kind[:, np.newaxis]) | (seats == out[:, np.newaxis])] = -np.inf
        noisy = gains + temperature * self._chance.random(gains.shape) if temperature else gains
        best = noisy.argmax(axis=1)
        rows = np.arange(len(seats))
        return best, into[rows, best], gains[rows, best]

    def _has_room(self, part: Integers, into: Integers, second_into: Integers) -> Booleans:
        """Decide whether panels may give these types one seat more, leaving what they lose out of account."""
        moves = self._moves
        room = np.ones(len(part), dtype=np.bool_)
        for added in (into, second_into):
            safe = np.where((added >= 0) & (added < len(self._upper)), added, 0)
            fits = self._counts[safe, part] < self._upper[safe]
            limits = moves.limit_of[safe]
            fits &= (self._limited[part[:, np.newaxis], limits] < moves.most[limits]).all(axis=1)
            room &= fits | (added < 0)
        one = moves.limit_of[np.minimum(into, len(self._upper) - 1)]
        other = moves.limit_of[np.clip(second_into, 0, len(self._upper) - 1)]
        together = (one[:, :, np.newaxis] == other[:, np.newaxis, :]) & (one < len(moves.limits))[
            :, :, np.newaxis
        ]
        return np.asarray(room & ~((second_into >= 0) & (together.any(axis=(1, 2)) | (into == second_into))))

    def _apply(  # noqa: PLR0917 - one array per part of an exchange
        self,
        part: Integers,
        seat: Integers,
        into: Integers,
        second: Integers,
        second_into: Integers,
        step: Integers,
    ) -> None:
        both = second >= 0
        self._replace(part, seat, into)
        self._replace(part[both], second[both], second_into[both])
        self._sums[part[~both]] += self._moves.steps[step[~both]]
        self._refresh()

    def _replace(self, part: Integers, seat: Integers, into: Integers) -> None:
        out = self._seats[part, seat]
        self._seats[part, seat] = into
        self._counts[out, part] -= 1
        self._counts[into, part] += 1
        np.add.at(self.totals, out, -1.0)
        np.add.at(self.totals, into, 1.0)
        last = len(self._moves.limits)
        if last:
            for types, change in ((out, -1), (into, 1)):
                limits = self._moves.limit_of[types]
                np.add.at(self._limited, (part[:, np.newaxis], limits), change)
            self._limited[:, last] = 0


def _first_to_touch(touched: Integers) -> Booleans:
    """Choose rows none of whose types stands in an earlier row; −1 stands for none."""
    flat = touched.ravel()
    _, first = np.unique(flat, return_index=True)
    is_first = np.zeros(len(flat), dtype=np.bool_)
    is_first[first] = True
    is_first[flat < 0] = True
    # The same type twice in one row is no clash.
    return np.asarray(is_first.reshape(touched.shape).all(axis=1))
