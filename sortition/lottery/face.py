"""Narrow the panels down to those that a lottery attaining a given point can use."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sortition.lottery.pool_types import Floats, Integers, Row, TypePool

TIGHT = 1e-7
"""Slack below this is none: the relaxation is solved to 1e-9, and true slacks are fractions of small numbers."""


@dataclass(frozen=True)
class Face:
    """Hold the smallest face of R that contains x*: in a lottery that attains x*, every panel lies on it.

    lower, upper: length T, whole bounds of the counts.
    row_lower, row_upper: sides of the pool's rows, equal where x* is tight.
    target: x*, length T.
    """

    pool: TypePool
    target: Floats
    lower: Integers
    upper: Integers
    row_lower: Floats
    row_upper: Floats

    @property
    def free(self) -> Integers:
        """Give the types whose counts may differ between panels of the face."""
        return np.flatnonzero(self.lower < self.upper)

    @property
    def dimension(self) -> int:
        """Give the dimension of the face's linear hull: free types less independent tight rows."""
        tight = np.flatnonzero(self.row_lower == self.row_upper)
        dense = self.pool.matrix[tight][:, self.free].toarray()
        if not dense.size:
            return len(self.free)
        return len(self.free) - int(np.linalg.matrix_rank(dense))

    def admits(self, counts: Integers) -> bool:
        """Decide whether whole counts are a panel of the face."""
        if (counts < self.lower).any() or (counts > self.upper).any():
            return False
        sums = self.pool.matrix @ counts
        return bool((sums >= self.row_lower).all() and (sums <= self.row_upper).all())

    def rows(self) -> list[Row]:
        """Give the face's rows for an integer programme."""
        return [
            replace(row, lower=float(low), upper=float(high))
            for row, low, high in zip(self.pool.rows, self.row_lower, self.row_upper, strict=True)
        ]


def face_of(pool: TypePool, target: Floats) -> Face:
    """Turn the rows and bounds that x* meets exactly into equalities."""
    sums = pool.matrix @ target
    at_lower = sums <= pool.lower_sides + TIGHT
    at_upper = sums >= pool.upper_sides - TIGHT
    at_zero = target <= TIGHT
    at_full = target >= pool.upper - TIGHT
    return Face(
        pool,
        target,
        np.where(at_full, pool.upper, 0),
        np.where(at_zero & ~at_full, 0, pool.upper),
        np.where(at_upper & ~at_lower, pool.upper_sides, pool.lower_sides),
        np.where(at_lower, pool.lower_sides, pool.upper_sides),
    )


def whole_pool(pool: TypePool) -> Face:
    """Give all panels in the form of a face, for searches that are not bound to a point."""
    zeros = np.zeros(pool.count)
    return Face(pool, zeros, zeros.astype(np.int64), pool.upper, pool.lower_sides, pool.upper_sides)
