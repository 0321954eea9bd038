"""Compute leximin over the panels themselves where the relaxation's point lies outside their hull."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import scipy.sparse

from sortition.lottery.draft import Draft
from sortition.lottery.pool_types import Booleans, Floats, RowWeights, TypePool, row_weights_by_name
from sortition.lottery.pricing import WORTHWHILE, Pricing
from sortition.lottery.relaxation import NO_DUAL, relaxation_bound
from sortition.lottery.results import LevelProof
from sortition.lottery.warm_programmes import WarmProgramme
from sortition.lottery.watch import OutOfTime, Watch

FIXING_DUAL = 1e-3
"""A type is settled where its dual is at least this: an error of the level enters its chance divided by the dual."""


@dataclass(frozen=True)
class _Master:
    """Hold a solved master programme: level z, duals per type, the price of a panel, weights of the panels."""

    z: float
    duals: Floats
    price: float
    weights: Floats


def leximin_by_columns(
    pool: TypePool, draft: Draft, watch: Watch, chance: random.Random, *, only_lowest: bool = False
) -> tuple[LevelProof, ...]:
    """Maximise the chances lexicographically over distributions on panels; weights end up in the draft.

        level:  max z  s.t.  Σ_c λ_c c_t ≥ m_t z (open t),  Σ_c λ_c c_t ≥ f_t (settled t),  Σ λ = 1,  λ ≥ 0

    Panels are added while one has Σ y_t c_t above the price μ, where y, μ are the duals: dives look first, then
    the linear bound, then an exact integer programme, whose bound proves the level. Types with m_t y_t ≥
    FIXING_DUAL are settled at m_t z.

    only_lowest: stop after the first level (maximin).

    Raises:
        Stopped: in time limit or cancellation; the draft then holds the best lottery so far.
    """
    levels: list[LevelProof] = []
    floor = np.zeros(pool.count)
    open_types = np.ones(pool.count, dtype=np.bool_)
    pricing = Pricing(pool, draft, watch, chance)
    while open_types.any():
        master, bound, rows = _solve_level(
            pool, draft, watch, pricing=pricing, open_types=open_types, floor=floor
        )
        level = _prove(pool, master, bound, rows, open_types=open_types, floor=floor)
        levels.append(level)
        settled = np.array(level.fixed)
        floor[settled] = np.clip(master.z * pool.claims[settled], 0.0, pool.upper[settled])
        open_types[settled] = False
        if watch.lowest is None or len(levels) == 1:
            watch.lowest = level.value
        if only_lowest:
            break
    return tuple(levels)


def _solve_level(
    pool: TypePool,
    draft: Draft,
    watch: Watch,
    *,
    pricing: Pricing,
    open_types: Booleans,
    floor: Floats,
) -> tuple[_Master, float, Floats | None]:
    """Add panels until none is worthwhile; give the master, the proven bound of y·c, and π if the bound is linear."""
    programme = _master_programme(pool, draft, open_types, floor)
    known = len(draft)
    while True:
        settled = pool.count - int(open_types.sum())
        watch.tell("panels", settled, pool.count, panels=len(draft))
        optimum = programme.solve()
        if optimum is None:
            programme.forget()
            optimum = programme.solve()
        if optimum is None:
            raise OutOfTime
        duals = np.maximum(optimum.row_duals[:-1], 0.0)
        weights = np.maximum(optimum.x[1:], 0.0)
        master = _Master(float(optimum.x[0]), duals, -float(optimum.row_duals[-1]), weights / weights.sum())
        draft.weights = master.weights
        proof = pricing.improve(master.duals, master.price)
        if proof is not None:
            return master, *proof
        for counts in draft.counts()[known:]:
            rows = np.append(np.flatnonzero(counts), pool.count)
            programme.add_column(0.0, 0.0, np.inf, rows, np.append(counts[counts > 0], 1).astype(np.float64))
        known = len(draft)


def _master_programme(pool: TypePool, draft: Draft, open_types: Booleans, floor: Floats) -> WarmProgramme:
    counts = draft.counts().astype(np.float64)
    z_column = np.append(np.where(open_types, -pool.claims, 0.0), 0.0)
    panels = np.vstack([counts.T, np.ones(len(counts))])
    eased = np.maximum(np.where(open_types, 0.0, floor) - 1e-11, 0.0)
    return WarmProgramme(
        matrix=scipy.sparse.csr_matrix(np.hstack([z_column[:, np.newaxis], panels])),
        costs=np.append(-1.0, np.zeros(len(counts))),
        lower=np.append(-1.0, np.zeros(len(counts))),
        upper=np.append(2.0 * pool.highest_value, np.full(len(counts), np.inf)),
        row_lower=np.append(eased, 1.0),
        row_upper=np.append(np.full(pool.count, np.inf), 1.0),
    )


def _prove(
    pool: TypePool,
    master: _Master,
    bound: float,
    row_weights: Floats | None,
    *,
    open_types: Booleans,
    floor: Floats,
) -> LevelProof:
    """Settle the types whose duals are large; what the others weigh is taken off the bound at the level's value.

    That is right because every lottery in question gives each open type at least the level's value.
    """
    shares = master.duals * pool.claims
    settled = open_types & (shares >= min(FIXING_DUAL, 0.5 * float(shares[open_types].max())))
    dropped = open_types & ~settled
    weights = np.where(settled | (~open_types & (master.duals > NO_DUAL)), master.duals, 0.0)
    scale = float(weights[settled] @ pool.claims[settled])
    left_out = float(shares[dropped].sum()) * master.z
    held = float(weights[~open_types] @ floor[~open_types])
    linear: RowWeights = {}
    if row_weights is not None:
        linear_bound = relaxation_bound(pool, weights, row_weights)
        if linear_bound <= bound - left_out + WORTHWHILE:
            bound, left_out = linear_bound, 0.0
            linear = row_weights_by_name(pool, row_weights / scale, NO_DUAL)
    return LevelProof(
        value=max(0.0, master.z),
        bound=(bound - left_out - held) / scale,
        fixed=tuple(np.flatnonzero(settled).tolist()),
        type_weights={int(t): float(weights[t] / scale) for t in np.flatnonzero(weights)},
        row_weights=linear,
        integer_bound=None if linear else (bound - left_out) / scale,
    )
