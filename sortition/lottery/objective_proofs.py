"""Check proofs for Nash welfare and for Goldilocks by multipliers alone; imports no solver."""

from __future__ import annotations

import numpy as np

from sortition.lottery.level_proofs import RELATIVE_GAP, most_of, taken_over, type_weights_in_order
from sortition.lottery.pool_types import Booleans, Floats, RowKind, TypePool
from sortition.lottery.results import CheckResult, LevelProof, ProofKind

WHOLE_SEAT = 1.0 - 1e-6
"""A type that can have less than a seat has none: counts are whole."""

Verdict = tuple[float, float, list[CheckResult]]
"""The bound of the objective, the gap, and the checks."""


def check_nash(pool: TypePool, x: Floats, proofs: tuple[LevelProof, ...]) -> Verdict:
    """Compare the geometric mean of the chances of all who can be chosen with its bound.

    x: length T, expected seats per type under the lottery. The gap is in the unit of the mean.
    """
    may_sit, left_out = _check_never(pool, proofs)
    claims, bound = pool.claims[may_sit], 0.0
    total = float(claims.sum())
    mean = -np.inf
    if (x[may_sit] > 0).all():
        mean = float(claims @ np.log(x[may_sit] / pool.sizes[may_sit])) / total
    for proof in proofs:
        weights = type_weights_in_order(pool, proof)
        if proof.kind == ProofKind.NASH and (weights[may_sit] > 0).all() and not weights[~may_sit].any():
            bound = min(bound, nash_bound(pool, may_sit, weights, most_of(pool, weights, proof, may_sit)))
    missing = max(0.0, bound - mean)
    share = float(-np.expm1(-missing))
    figures = {
        "value": float(np.exp(mean)),
        "bound": float(np.exp(bound)),
        "relative_gap": share,
        "largest_error": _relative_error(missing * total / float(claims.min())),
        "allowed": RELATIVE_GAP,
    }
    reached = CheckResult("objective_reaches_its_bound", share <= RELATIVE_GAP, figures)
    return float(np.exp(bound)), float(np.exp(bound)) * share, [left_out, reached, taken_over(proofs)]


def nash_bound(pool: TypePool, may_sit: Booleans, weights: Floats, most: float) -> float:
    """Bound the mean of the logarithms of chances, weighted by claims, under any lottery.

    For y > 0 the concavity of the logarithm and Σ y_t x_t ≤ most give, with W = Σ claims over who may sit,

        Σ claims_t log x_t ≤ Σ claims_t log(claims_t / y_t) + W log(most / W).
    """
    claims = pool.claims[may_sit]
    total = float(claims.sum())
    logs = claims @ (np.log(claims / weights[may_sit]) - np.log(pool.sizes[may_sit]))
    return float(logs) / total + float(np.log(most / total))


def _relative_error(missing: float) -> float | None:
    """Bound how far a chance p can be from its best value q, relatively, from p/q − 1 − log(p/q) ≤ missing."""
    return missing + float(np.sqrt(missing * missing + 2.0 * missing)) if np.isfinite(missing) else None


def check_goldilocks(pool: TypePool, x: Floats, proofs: tuple[LevelProof, ...], gamma: float) -> Verdict:
    """Compare the score of a lottery with its bound.

    x: length T, expected seats per type under the lottery. The gap is a share of the score.
    """
    may_sit, left_out = _check_never(pool, proofs)
    counted, share = balanced_types(pool, may_sit)
    if share <= 0:
        nothing = {"value": 0.0, "bound": 0.0, "relative_gap": 0.0, "allowed": RELATIVE_GAP}
        return 0.0, 0.0, [left_out, CheckResult("objective_reaches_its_bound", True, nothing)]
    chances = x[counted] / (pool.claims[counted] * share)
    highest, lowest = float(chances.max()), float(chances.min())
    score = highest + gamma / lowest if lowest > 0 else np.inf
    bound = 0.0
    for proof in proofs:
        weights = type_weights_in_order(pool, proof)
        if proof.kind == ProofKind.GOLDILOCKS and not weights[~counted].any():
            most = most_of(pool, weights, proof, may_sit)
            bound = max(bound, goldilocks_bound(pool, may_sit, weights, most=most, gamma=gamma))
    gap = max(0.0, 1.0 - bound / score)
    figures: dict[str, float | None] = {
        "value": score if np.isfinite(score) else None,
        "bound": bound,
        "highest": highest * share,
        "lowest": lowest * share,
        "relative_gap": gap,
        "allowed": RELATIVE_GAP,
    }
    reached = CheckResult("objective_reaches_its_bound", gap <= RELATIVE_GAP, figures)
    return bound, gap, [left_out, reached, taken_over(proofs)]


def balanced_types(pool: TypePool, may_sit: Booleans) -> tuple[Booleans, float]:
    """Give the types whose chances Goldilocks balances, and their mean seats per unit of claim.

    Those who are on no panel, and those whose seats are fixed, are left out: no lottery changes their chances.
    """
    counted = may_sit.copy()
    seats = float(pool.seats)
    for row in pool.rows:
        if row.kind is RowKind.FIXED:
            counted[list(row.columns)] = False
            seats -= row.lower
    total = float(pool.claims[counted].sum())
    return counted, seats / total if total > 0 else 0.0


def goldilocks_bound(
    pool: TypePool, may_sit: Booleans, weights: Floats, *, most: float, gamma: float
) -> float:
    """Bound the score, highest + γ / lowest in units of the mean e, of any lottery from below.

    Let C e and z e be the highest and the lowest chance per claim, and the weights y − κ with y, κ ≥ 0. With
    Y = e Σ claims y and S = e Σ claims κ ≤ 1, since x ≥ claims e z, x ≤ claims e C and z ≤ C,

        C ≥ S C + (1 − S) z ≥ Σ κ x + (1 − S) z ≥ Σ y x − most + (1 − S) z ≥ (Y + 1 − S) z − most,
        C + γ/z ≥ min over z of (Y + 1 − S) z + γ/z − most = 2 √(γ (Y + 1 − S)) − most.

    Source: for the objective, Baharav and Flanigan 2024, arXiv 2406.15009.
    """
    counted, share = balanced_types(pool, may_sit)
    claims = pool.claims * share
    up = float(np.maximum(weights, 0.0)[counted] @ claims[counted])
    down = float(np.maximum(-weights, 0.0)[counted] @ claims[counted])
    scale = 1.0 / max(1.0, down)
    rise = max(0.0, scale * up + 1.0 - scale * down)
    return 2.0 * float(np.sqrt(gamma * rise)) - scale * most


def _check_never(pool: TypePool, proofs: tuple[LevelProof, ...]) -> tuple[Booleans, CheckResult]:
    """Check the proofs that some types are on no panel: each has room for less than one seat.

    Returns:
        the types that are left, and the check.
    """
    may_sit = np.ones(pool.count, dtype=np.bool_)
    is_sound = True
    for proof in (one for one in proofs if one.kind == ProofKind.NEVER):
        weights = type_weights_in_order(pool, proof)
        fixed = list(proof.fixed)
        most = most_of(pool, weights, proof, may_sit)
        if (weights < 0).any() or (most >= WHOLE_SEAT * weights[fixed]).any():
            is_sound = False
            continue
        may_sit[fixed] = False
    people = int(pool.sizes[~may_sit].sum())
    return may_sit, CheckResult("people_left_out_are_on_no_panel", is_sound, {"people": people})
