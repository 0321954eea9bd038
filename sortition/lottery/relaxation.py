"""Compute leximin over the linear relaxation: an upper bound, level by level, on every lottery."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse

from sortition.lottery.pool_types import Floats, TypePool, row_weights_by_name
from sortition.lottery.results import LevelProof
from sortition.lottery.warm_programmes import Optimum, WarmProgramme
from sortition.lottery.watch import Watch

FIXING_DUAL = 1e-6
"""A type is settled at a level when the level's value would fall by this share of what the type is asked less.

The duals of a level sum to one over the open types, so that some dual is at least 1/T: well above for any pool.
"""

NO_DUAL = 1e-10
"""Multipliers below this are the solver's noise; leaving one out is always valid, the bound only gets weaker."""


@dataclass(frozen=True)
class RelaxedPoint:
    """Hold the point that a lottery is to attain, and the proof that no lottery does better.

    x: length T, expected seats per type, sums to the seats.
    levels: one proof per level.
    """

    x: Floats
    levels: tuple[LevelProof, ...]


class RelaxationFailed(Exception):  # noqa: N818 - named for what happened
    """The relaxation is infeasible, or the solver gave up on it."""


def leximin_of_relaxation(pool: TypePool, watch: Watch) -> RelaxedPoint:
    """Maximise the chances x_t / m_t over R lexicographically from the lowest up.

        R = { x : L ≤ A x ≤ U, 0 ≤ x ≤ upper }
        level:  max z  s.t.  x ∈ R,  x_t − m_t z ≥ 0 (open types),  x_t ≥ f_t (settled types)

    Every type whose row has a dual m_t y_t above FIXING_DUAL keeps, at every optimum of the level, x_t = m_t z:
    it is settled with f_t = m_t z. At least one is settled per level, many at once as a rule.

    Raises:
        RelaxationFailed: if R is empty.
    """
    programme = _LevelProgramme(pool)
    levels: list[LevelProof] = []
    while programme.open.any():
        optimum = programme.solve()
        levels.append(programme.settle(optimum))
        if watch.lowest is None:
            watch.lowest = levels[0].bound
        settled = pool.count - int(programme.open.sum())
        watch.tell("relaxation", settled, pool.count)
    return RelaxedPoint(np.clip(programme.floor, 0.0, pool.upper), tuple(levels))


def maximin_of_relaxation(pool: TypePool, watch: Watch) -> RelaxedPoint:
    """Maximise the lowest chance over R, then lower the highest chance as far as that allows.

    The second step only picks one of many points with the best lowest chance; it needs no proof.

    Raises:
        RelaxationFailed: if R is empty.
    """
    programme = _LevelProgramme(pool)
    level = programme.settle(programme.solve())
    watch.lowest = level.bound
    watch.tell("relaxation", 1, 2)
    floor = np.minimum(level.value * pool.claims, pool.upper)
    lowered = WarmProgramme(
        matrix=_matrix_with_chances(pool),
        costs=np.append(np.zeros(pool.count), 1.0),
        lower=np.append(floor * (1.0 - 1e-9), 0.0),
        upper=np.append(pool.upper.astype(np.float64), pool.highest_value),
        row_lower=np.concatenate([pool.lower_sides, np.full(pool.count, -np.inf)]),
        row_upper=np.concatenate([pool.upper_sides, np.zeros(pool.count)]),
    )
    optimum = lowered.solve()
    if optimum is None:
        raise RelaxationFailed
    watch.tell("relaxation", 2, 2)
    return RelaxedPoint(np.clip(optimum.x[: pool.count], 0.0, pool.upper), (level,))


def _matrix_with_chances(pool: TypePool) -> scipy.sparse.csr_matrix:
    """Give the rows of A, and below them x_t − m_t z per type, over the columns x_1 … x_T and z."""
    coefficients = scipy.sparse.coo_matrix(pool.matrix)
    types = np.arange(pool.count)
    rows = np.concatenate([coefficients.row, len(pool.rows) + types, len(pool.rows) + types])
    columns = np.concatenate([coefficients.col, types, np.full(pool.count, pool.count)])
    values = np.concatenate([coefficients.data, np.ones(pool.count), -pool.claims])
    shape = (len(pool.rows) + pool.count, pool.count + 1)
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=shape)


class _LevelProgramme:
    """Keep the programme of the levels warm; columns are x_1 … x_T and z, rows those of A and one per type."""

    def __init__(self, pool: TypePool) -> None:
        self._pool = pool
        self.open = np.ones(pool.count, dtype=np.bool_)
        self.floor = np.zeros(pool.count)
        self._programme = WarmProgramme(
            matrix=_matrix_with_chances(pool),
            costs=np.append(np.zeros(pool.count), -1.0),
            # z may go below 0: with z ≥ 0 its reduced cost would swallow duals where the lowest chance is 0.
            lower=np.append(np.zeros(pool.count), -1.0),
            upper=np.append(pool.upper.astype(np.float64), 2.0 * pool.highest_value),
            row_lower=np.concatenate([pool.lower_sides, np.zeros(pool.count)]),
            row_upper=np.concatenate([pool.upper_sides, np.full(pool.count, np.inf)]),
        )

    def solve(self) -> Optimum:
        """Solve the present level; in numerical trouble once more from cold, with floors eased by 1e-9."""
        optimum = self._programme.solve()
        if optimum is None:
            self._programme.forget()
            for t in np.flatnonzero(~self.open).tolist():
                self._programme.set_bound(t, self.floor[t] * (1.0 - 1e-9), float(self._pool.upper[t]))
            optimum = self._programme.solve()
        if optimum is None:
            raise RelaxationFailed
        return optimum

    def settle(self, optimum: Optimum) -> LevelProof:
        """Settle the types that bind this level, and write down its proof."""
        pool = self._pool
        z = float(optimum.x[-1])
        quotas = len(pool.rows)
        duals = np.where(self.open, optimum.row_duals[quotas:], 0.0)
        shares = duals * pool.claims
        settled = self.open & (shares > min(FIXING_DUAL, 0.999 * float(shares.max())))
        held = np.where(~self.open, optimum.reduced_costs[:-1], 0.0)
        weights = np.where(settled, duals, np.where(held > NO_DUAL, held, 0.0))
        row_weights = -optimum.row_duals[:quotas]
        scale = float(weights[settled] @ pool.claims[settled])
        weights, row_weights = weights / scale, row_weights / scale
        bound = relaxation_bound(pool, weights, row_weights)
        earlier = float(weights[~self.open] @ self.floor[~self.open])
        self.open &= ~settled
        self.floor[settled] = np.clip(z * pool.claims[settled], 0.0, pool.upper[settled])
        for t in np.flatnonzero(settled).tolist():
            self._programme.set_bound(t, float(self.floor[t]), float(pool.upper[t]))
            self._programme.set_row(quotas + t, -np.inf, np.inf)
        return LevelProof(
            value=max(0.0, z),
            bound=bound - earlier,
            fixed=tuple(np.flatnonzero(settled).tolist()),
            type_weights={int(t): float(weights[t]) for t in np.flatnonzero(weights)},
            row_weights=row_weights_by_name(pool, row_weights, NO_DUAL),
        )


def relaxation_bound(pool: TypePool, weights: Floats, row_weights: Floats) -> float:
    """Bound max { weights·x : x ∈ R } from any multipliers of the rows (weak duality).

    Σ_t y_t x_t = Σ_r π_r (A x)_r + Σ_t (y − Aᵀπ)_t x_t
                ≤ Σ_r max(π_r L_r, π_r U_r) + Σ_t max(0, (y − Aᵀπ)_t) upper_t.
    """
    sides = np.where(row_weights > 0, pool.upper_sides, pool.lower_sides)
    rest = weights - pool.matrix.T @ row_weights
    return float(row_weights @ sides + np.maximum(rest, 0.0) @ pool.upper)
