"""Find a point strictly inside the relaxation, and everything that holds for all of its points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse

from sortition.lottery.pool_types import Booleans, Floats, TypePool, row_weights_by_name
from sortition.lottery.relaxation import NO_DUAL, RelaxationFailed, relaxation_bound
from sortition.lottery.results import LevelProof, ProofKind
from sortition.lottery.warm_programmes import WarmProgramme

SLACK = 0.5
"""Slacks of the scaled programme are 0 or 1 at its optimum: whatever is below one half is 0."""


@dataclass(frozen=True)
class Interior:
    """Hold a point of R = { x : L ≤ A x ≤ U, 0 ≤ x ≤ upper } that is tight only where every point of R is.

    x: length T.
    is_never, is_always: types with x_t = 0, and with x_t = upper_t, in all of R.
    is_equal: rows with the same sum in all of R.
    """

    x: Floats
    is_never: Booleans
    is_always: Booleans
    is_equal: Booleans


def interior_of(pool: TypePool) -> Interior:
    """Find such a point by one linear programme over the multiples τ x of points of R.

        max Σ s   s.t.  X ∈ τ R,  s ≤ 1,  s ≤ the slack of each row and bound at X,  τ ≥ 1

    As τ may grow, every slack that can be positive at all reaches 1, all at the same point.

    Raises:
        RelaxationFailed: if R is empty.
    """
    types, low, high = pool.count, pool.lower_sides, pool.upper_sides
    loose = np.flatnonzero(low < high)
    tight = np.flatnonzero(low == high)
    matrix, upper = pool.matrix, pool.upper.astype(np.float64)
    one, rows = scipy.sparse.identity(types), scipy.sparse.identity(len(loose))

    def column(values: Floats) -> scipy.sparse.csr_matrix:
        return scipy.sparse.csr_matrix(values[:, np.newaxis])

    blocks: list[list[Any]] = [
        [matrix[tight], column(-low[tight]), None, None, None, None],
        [matrix[loose], column(-low[loose]), None, None, -rows, None],
        [-matrix[loose], column(high[loose]), None, None, None, -rows],
        [one, column(np.zeros(types)), -one, None, None, None],
        [-one, column(upper), None, -one, None, None],
    ]
    stacked = scipy.sparse.csr_matrix(scipy.sparse.bmat(blocks))
    slacks = 2 * types + 2 * len(loose)
    programme = WarmProgramme(
        matrix=stacked,
        costs=np.concatenate([np.zeros(types + 1), np.full(slacks, -1.0)]),
        lower=np.concatenate([np.zeros(types), [1.0], np.zeros(slacks)]),
        upper=np.concatenate([np.full(types + 1, np.inf), np.ones(slacks)]),
        row_lower=np.zeros(stacked.shape[0]),
        row_upper=np.where(np.arange(stacked.shape[0]) < len(tight), 0.0, np.inf),
    )
    optimum = programme.solve()
    if optimum is None:
        raise RelaxationFailed
    found = optimum.x[types + 1 :]
    above_zero, below_upper, above_low, below_high = np.split(
        found, [types, 2 * types, 2 * types + len(loose)]
    )
    is_equal = low == high
    is_equal[loose] = (above_low < SLACK) | (below_high < SLACK)
    is_never, is_always = above_zero < SLACK, below_upper < SLACK
    x = np.clip(optimum.x[:types] / optimum.x[types], 0.0, upper)
    x = np.where(is_never, 0.0, np.where(is_always, upper, x))
    return Interior(x, is_never, is_always & ~is_never, is_equal)


def prove_never(pool: TypePool, is_never: Booleans) -> tuple[LevelProof, ...]:
    """Prove that types which have no seat anywhere in R have none on any panel: Σ x_t ≤ 0 over them."""
    found = np.flatnonzero(is_never)
    if not len(found):
        return ()
    weights = is_never.astype(np.float64)
    bound, row_weights = most_of_relaxation(pool, weights)
    return (
        LevelProof(
            value=0.0,
            bound=bound,
            fixed=tuple(found.tolist()),
            type_weights=dict.fromkeys(found.tolist(), 1.0),
            row_weights=row_weights_by_name(pool, row_weights, NO_DUAL),
            kind=ProofKind.NEVER,
        ),
    )


def most_of_relaxation(pool: TypePool, weights: Floats) -> tuple[float, Floats]:
    """Give the most that weights·x can be over R, as its multipliers π prove, and π.

    Raises:
        RelaxationFailed: if the solver gave up.
    """
    scale = float(np.abs(weights).max())
    programme = WarmProgramme(
        matrix=pool.matrix,
        costs=-weights / scale,
        lower=np.zeros(pool.count),
        upper=pool.upper.astype(np.float64),
        row_lower=pool.lower_sides,
        row_upper=pool.upper_sides,
    )
    optimum = programme.solve()
    if optimum is None:
        raise RelaxationFailed
    row_weights = -scale * optimum.row_duals
    return relaxation_bound(pool, weights, row_weights), row_weights
