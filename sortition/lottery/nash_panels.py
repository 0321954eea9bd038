"""Maximise Nash welfare over the panels themselves where the relaxation's point lies outside their hull."""

from __future__ import annotations

import random

import numpy as np
import scipy.linalg

from sortition.lottery.draft import Draft
from sortition.lottery.nash_relaxation import nash_proof
from sortition.lottery.pool_types import Floats, TypePool, row_weights_by_name
from sortition.lottery.pricing import Pricing
from sortition.lottery.relaxation import NO_DUAL
from sortition.lottery.results import LevelProof
from sortition.lottery.seated import who_can_sit
from sortition.lottery.watch import Watch

WORTHWHILE = 1e-8
"""A panel that betters Σ claims by a smaller share than this would not change the mean's seventh figure."""

MOST_STEPS = 100
"""Some 25 steps of the interior point do as a rule."""

CENTRED = 1e-13
"""Stop when all complementarity together is below this share of Σ claims: the limit of doubles."""


def nash_by_columns(
    pool: TypePool, draft: Draft, watch: Watch, chance: random.Random
) -> tuple[LevelProof, ...]:
    """Maximise Σ claims_t log x_t over lotteries x = Σ λ_j c_j; the weights λ end up in the draft.

    At the best weights of the panels at hand every panel has Σ y_t c_t ≤ W = Σ claims with y = claims / x; panels
    are added while one has more, dives first, then the linear bound, then an exact integer programme.

    Raises:
        Stopped: in time limit or cancellation; the draft then holds the best lottery so far.
    """
    pool, never = who_can_sit(pool, draft, watch, chance)
    pricing = Pricing(pool, draft, watch, chance)
    may_sit = pool.upper > 0
    claims = pool.claims[may_sit]
    total = float(claims.sum())
    while True:
        watch.tell("panels", len(draft), None, panels=len(draft))
        panels = draft.counts()[:, may_sit].astype(np.float64)
        draft.weights = best_weights(panels, claims)
        duals = np.zeros(pool.count)
        duals[may_sit] = claims / (panels.T @ draft.weights)
        found = pricing.improve(duals, total, worthwhile=WORTHWHILE * total)
        if found is not None:
            most, row_weights = found
            named = None if row_weights is None else row_weights_by_name(pool, row_weights, NO_DUAL)
            return (*never, nash_proof(pool, duals, most, named))


def best_weights(panels: Floats, claims: Floats) -> Floats:
    """Maximise Σ_t claims_t log (Σ_j λ_j c_jt) over λ ≥ 0, Σ λ = 1, by a primal-dual interior point.

        x = Σ λ_j c_j,   x_t y_t = claims_t,   Σ_t c_jt y_t + s_j = W,   λ_j s_j = 0,   W = Σ claims;

    the weights of any solution sum to one by themselves. Newton's equations are dense in the types only.

    panels: shape (J, T), every type on one panel at least; claims: length T.
    """
    total = float(claims.sum())
    weights = np.full(len(panels), 1.0 / len(panels))
    x = weights @ panels
    y = claims / x
    y *= 0.9 * total / float((panels @ y).max())
    slack = total - panels @ y
    for _ in range(MOST_STEPS):
        gap = float(weights @ slack)
        off = float(np.abs(x * y / claims - 1.0).max())
        if gap < CENTRED * total and off < 1e-10:
            break
        aim = 0.1 * gap / len(weights)
        theta = weights / slack
        right = panels @ (claims / x) + aim / weights - total
        scaled = panels.T * theta
        normal = scaled @ panels
        normal[np.arange(len(x)), np.arange(len(x))] += x / y
        try:
            factor = scipy.linalg.cho_factor(normal, lower=True, overwrite_a=True, check_finite=False)
        except scipy.linalg.LinAlgError:
            break
        aside = scipy.linalg.cho_solve(factor, scaled @ right, check_finite=False)
        dw = theta * (right - panels @ aside)
        dx = dw @ panels
        dy = (claims - x * y - y * dx) / x
        ds = (aim - weights * slack - slack * dw) / weights
        if not (np.isfinite(dw).all() and np.isfinite(dy).all()):
            break
        far = _longest(weights, dw)
        long = min(_longest(y, dy), _longest(slack, ds))
        weights, x = weights + far * dw, x + far * dx
        y, slack = y + long * dy, slack + long * ds
    return np.asarray(weights / weights.sum())


def _longest(v: Floats, dv: Floats) -> float:
    """Give most of the longest step of at most one that keeps v positive."""
    shrinking = dv < 0
    if not shrinking.any():
        return 1.0
    return min(1.0, 0.995 * float((-v[shrinking] / dv[shrinking]).min()))
