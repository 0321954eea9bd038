"""Check proofs of optimality by multipliers alone; imports no solver.

Each proof rests on one bound: with multipliers y on types and π on rows, no panel has Σ y_t c_t above what `most_of`
works out from the quotas, and so no lottery has it either.
"""

from __future__ import annotations

import numpy as np

from sortition.lottery.pool_types import Booleans, Floats, TypePool, row_weights_in_order
from sortition.lottery.results import CheckResult, LevelProof

RELATIVE_GAP = 1e-7
"""A level is proven when its gap is at most this share of its value: seven figures of every chance."""

SMALLEST_GAP = 1e-10
"""A level of value 0 cannot be missed by a share of it: the solver's own noise is allowed."""


def check_levels(
    pool: TypePool, x: Floats, levels: tuple[LevelProof, ...], *, only_lowest: bool
) -> tuple[float, float, list[CheckResult]]:
    """Evaluate the bound of every level at the unrelaxed quotas and compare it with the seats given.

    x: length T, expected seats per type under the lottery.

    Returns:
        the bound on the lowest chance, the largest gap of a level, and the checks.
    """
    chances = x / pool.claims
    open_types = np.ones(pool.count, dtype=np.bool_)
    bound, gap, relative, error = 1.0, 0.0, 0.0, 0.0
    is_sound = True
    for number, level in enumerate(levels):
        weights = type_weights_in_order(pool, level)
        fixed = np.array(level.fixed, dtype=np.int64)
        here = np.zeros(pool.count, dtype=np.bool_)
        here[fixed] = True
        is_sound &= bool((weights >= 0).all() and open_types[fixed].all() and (weights[fixed] > 0).all())
        is_sound &= not bool((weights > 0)[open_types & ~here].any())
        most = most_of(pool, weights, level)
        scale = float(weights[fixed] @ pool.claims[fixed])
        reach = (most - float(weights[~open_types] @ x[~open_types])) / scale
        lowest = float(chances[open_types].min())
        bound = reach if number == 0 else bound
        missing = max(0.0, reach - lowest)
        gap = max(gap, missing)
        relative = max(relative, missing / max(abs(lowest), SMALLEST_GAP / RELATIVE_GAP))
        error = max(error, missing * scale / float((weights[fixed] * pool.claims[fixed]).min()))
        open_types[fixed] = False
    if not levels:
        bound, gap = 1.0, max(0.0, 1.0 - float(chances.min()))
    is_complete = bool(levels) and (only_lowest or not open_types.any())
    settled = pool.count - int(open_types.sum())
    params = {"levels": len(levels), "settled_types": settled, "types": pool.count}
    close = {"gap": gap, "relative_gap": relative, "largest_error": error, "allowed": RELATIVE_GAP}
    return (
        bound,
        gap,
        [
            CheckResult("levels_are_complete", is_complete and is_sound, params),
            CheckResult("levels_reach_their_bounds", bool(levels) and relative <= RELATIVE_GAP, close),
            taken_over(levels),
        ],
    )


def type_weights_in_order(pool: TypePool, proof: LevelProof) -> Floats:
    """Give a proof's multipliers y in the order of the types; 0 where none is named."""
    weights = np.zeros(pool.count)
    weights[list(proof.type_weights)] = list(proof.type_weights.values())
    return weights


def most_of(pool: TypePool, weights: Floats, proof: LevelProof, may_sit: Booleans | None = None) -> float:
    """Bound Σ y_t c_t over all panels: by π alone, where each household gives at most one person, or by the
    bound of an exact integer programme where the proof rests on one.

    may_sit: length T; types that are proven to be on no panel add nothing.
    """
    row_weights = row_weights_in_order(pool, proof.row_weights)
    sides = np.where(row_weights > 0, pool.upper_sides, pool.lower_sides)
    rest = np.maximum(weights - pool.matrix.T @ row_weights, 0.0)
    if may_sit is not None:
        rest = np.where(may_sit, rest, 0.0)
    order = np.concatenate([np.array(c.types) for c in pool.classes])
    starts = np.cumsum([0] + [len(c.types) for c in pool.classes[:-1]])
    homes = np.array([len(c.households) for c in pool.classes])
    most = float(row_weights @ sides + np.maximum.reduceat(rest[order], starts) @ homes)
    return most if proof.integer_bound is None else min(most, proof.integer_bound)


def taken_over(proofs: tuple[LevelProof, ...]) -> CheckResult:
    """Count the bounds that no checker can redo without a solver."""
    count = sum(proof.integer_bound is not None for proof in proofs)
    return CheckResult("bounds_taken_over_from_integer_programmes", True, {"levels": count})
