"""Find good panels fast: solve a linear programme, fix one fractional count, and go on until all are whole."""

from __future__ import annotations

import random

import numpy as np

from sortition.lottery.face import Face
from sortition.lottery.pool_types import Floats, Integers
from sortition.lottery.warm_programmes import WarmProgramme

WHOLE = 1e-6
"""Counts this close to a whole number are whole."""

ROUND_UP_ABOVE = 0.3
"""Fractions above this are first tried upwards: seats are scarcer than people, so zeros come by themselves."""

MOST_FLIPS = 60
"""Dives that had to turn round this often are given up."""


LARGE = 600
"""From this many free types, dives work on a part of the types at a time."""

PART = 200
"""How many types of the largest weight, and how many drawn by expected seats, make up such a part."""


class Diver:
    """Search panels of a face by dives; keeps one warm programme."""

    def __init__(self, face: Face, columns: Integers | None = None) -> None:
        """Prepare to search; `columns` restricts the types that may sit (others take their lower bound)."""
        self._face = face
        pool = face.pool
        self._columns = np.arange(pool.count) if columns is None else columns
        rest = face.lower.copy()
        rest[self._columns] = 0
        taken = pool.matrix @ rest
        self._rest = rest
        self._lower = face.lower[self._columns].astype(np.float64)
        self._upper = face.upper[self._columns].astype(np.float64)
        matrix = pool.matrix[:, self._columns]
        used = np.flatnonzero(np.diff(matrix.indptr))
        self._programme = WarmProgramme(
            matrix=matrix[used].tocsr(),
            costs=np.zeros(len(self._columns)),
            lower=self._lower,
            upper=self._upper,
            row_lower=(face.row_lower - taken)[used],
            row_upper=(face.row_upper - taken)[used],
        )
        self._basis = None

    def dive(self, weights: Floats) -> Integers | None:
        """Look for a panel with large weights·c; None where the dive found no panel at all.

        weights: length T.
        """
        programme = self._programme
        programme.set_costs(-weights[self._columns])
        x = programme.solve_values()
        if x is None:
            return None
        self._basis = programme.remember()
        counts = self._fix_all(x)
        programme.set_bounds(self._lower, self._upper)
        programme.recall(self._basis)
        if counts is None:
            return None
        panel = self._rest.copy()
        panel[self._columns] = counts
        return panel if self._face.admits(panel) else None

    def _fix_all(self, x: Floats) -> Integers | None:
        lower, upper = self._lower.copy(), self._upper.copy()
        flips = 0
        while True:
            fraction = x - np.floor(x)
            open_columns = np.flatnonzero((fraction > WHOLE) & (fraction < 1.0 - WHOLE))
            if not len(open_columns):
                return np.rint(x).astype(np.int64)
            column = int(open_columns[np.argmax(np.abs(fraction[open_columns] - ROUND_UP_ABOVE))])
            up = bool(fraction[column] > ROUND_UP_ABOVE)
            below = float(np.floor(x[column]))
            for attempt in (up, not up):
                low, high = (below + 1.0, upper[column]) if attempt else (lower[column], below)
                self._programme.set_bound(column, low, high)
                found = self._programme.solve_values()
                if found is not None:
                    lower[column], upper[column] = low, high
                    x = found
                    break
                flips += 1
            else:
                return None
            if flips > MOST_FLIPS:
                return None


class PartialDiver:
    """Dive over all types where they are few, else over parts of them chosen for each panel."""

    def __init__(self, face: Face, chance: random.Random) -> None:
        self._face = face
        self._chance = chance
        self._whole: Diver | None = None

    def dive(self, weights: Floats) -> Integers | None:
        """Look for a panel with large weights·c; None where no panel was found."""
        if len(self._face.free) > LARGE:
            panel = Diver(self._face, self._part(weights)).dive(weights)
            if panel is not None:
                return panel
        self._whole = self._whole or Diver(self._face)
        return self._whole.dive(weights)

    def _part(self, weights: Floats) -> Integers:
        free = self._face.free
        best = free[np.argsort(-weights[free], kind="stable")[:PART]]
        keys = [-np.log(1.0 - self._chance.random()) for _ in range(len(free))]
        drawn = free[np.argsort(np.array(keys) / self._face.target[free], kind="stable")[:PART]]
        forced = np.flatnonzero(self._face.lower > 0)
        return np.unique(np.concatenate([best, drawn, forced]))
