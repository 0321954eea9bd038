"""Balance the highest chance against the lowest: over the relaxation, and over the panels themselves.

Chances are counted per claim and in units of e, the mean: C is the highest and z the lowest of all who can be chosen
and are not fixed. The score C + γ/z is to be as small as can be. The convex γ/z is kept from below by tangents,

    t ≥ 1/z,  by  t ≥ 2/z₀ − z/z₀²  at the points z₀ that turn up.

Source: Baharav and Flanigan 2024, arXiv 2406.15009.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse

from sortition.lottery.draft import Draft
from sortition.lottery.interior import interior_of, prove_never
from sortition.lottery.objective_proofs import balanced_types
from sortition.lottery.pool_types import Floats, Integers, RowWeights, TypePool, row_weights_by_name
from sortition.lottery.pricing import Pricing
from sortition.lottery.relaxation import (
    NO_DUAL,
    RelaxationFailed,
    RelaxedPoint,
    leximin_of_relaxation,
    relaxation_bound,
)
from sortition.lottery.results import LevelProof, ProofKind
from sortition.lottery.seated import who_can_sit
from sortition.lottery.warm_programmes import Optimum, WarmProgramme
from sortition.lottery.watch import Watch

FIRST_TANGENTS = (1.0, 0.3, 0.1, 0.01)
"""Where tangents are laid to begin with; z is at most 1, the lowest being no higher than the mean."""

SHARP = 1e-11
"""Tangents are added until they are this near to 1/z, relatively."""

LOWEST = 1e-9
"""No tangent is laid further down: 1/z would drown everything else."""

MOST_TANGENTS = 200
"""Some ten do; more would mean that doubles cannot tell z from its neighbours."""

CAP_EASED = 1e-10
"""Let the second step go this share over the highest chance of the first, which is exact to the solver's 1e-9."""


def goldilocks_of_relaxation(pool: TypePool, gamma: float, watch: Watch) -> RelaxedPoint:
    """Minimise the score over R, then take the leximin point among those whose highest chance is no higher.

    The second step only picks one of many points with the best score; it needs no proof.

    Raises:
        RelaxationFailed: if R is empty.
    """
    never = interior_of(pool).is_never
    proofs = prove_never(pool, never)
    pool = replace(pool, upper=np.where(never, 0, pool.upper))
    master = _Master(
        pool,
        gamma,
        seats=scipy.sparse.identity(pool.count, format="csr"),
        sides=pool.matrix,
        side_bounds=(pool.lower_sides, pool.upper_sides),
        upper=pool.upper.astype(np.float64),
    )
    if not master.share:
        return RelaxedPoint(leximin_of_relaxation(pool, watch).x, proofs)
    balance = master.solve(watch)
    row_weights = balance.side_weights
    most = relaxation_bound(pool, balance.weights, row_weights)
    proof = _proof(balance, most, row_weights_by_name(pool, row_weights, NO_DUAL))
    cap = pool.claims * (master.share * balance.highest * (1.0 + CAP_EASED))
    capped = np.where(master.is_counted, np.minimum(pool.upper, cap), pool.upper)
    point = leximin_of_relaxation(replace(pool, upper=capped), watch)
    return RelaxedPoint(point.x, (*proofs, proof))


def goldilocks_by_columns(
    pool: TypePool, gamma: float, draft: Draft, watch: Watch, chance: random.Random
) -> tuple[LevelProof, ...]:
    """Minimise the score over lotteries x = Σ λ_j c_j; the weights λ end up in the draft.

    Panels are added while one has more of the duals than its price, as in `leximin_by_columns`.

    Raises:
        Stopped: in time limit or cancellation; the draft then holds the best lottery so far.
    """
    pool, never = who_can_sit(pool, draft, watch, chance)
    pricing = Pricing(pool, draft, watch, chance)
    known = len(draft)
    one = np.ones(1)
    master = _Master(
        pool,
        gamma,
        seats=scipy.sparse.csr_matrix(draft.counts().T.astype(np.float64)),
        sides=scipy.sparse.csr_matrix(np.ones((1, known))),
        side_bounds=(one, one),
        upper=np.full(known, np.inf),
    )
    if not master.share:
        return never
    while True:
        balance = master.solve(watch)
        weights = np.maximum(balance.parts, 0.0)
        draft.weights = weights / weights.sum()
        found = pricing.improve(balance.weights, float(balance.side_weights[0]))
        if found is not None:
            most, row_weights = found
            named = None if row_weights is None else row_weights_by_name(pool, row_weights, NO_DUAL)
            return (*never, _proof(balance, most, named))
        for counts in draft.counts()[known:]:
            master.add_panel(counts)
        known = len(draft)
        watch.tell("panels", known, None, panels=known)


@dataclass(frozen=True)
class _Balance:
    """Hold a solved master programme: C, the score, y − κ per type, multipliers of the sides, and the parts."""

    highest: float
    score: float
    weights: Floats
    side_weights: Floats
    parts: Floats


class _Master:
    """Keep min C + γ t warm, where x = Σ parts_j seats_j is between claims e z and claims e C.

    Columns are z, C, t and then the parts; rows are x − claims e z ≥ 0, x − claims e C ≤ 0, the sides, and then
    the tangents.

    share: e, mean seats per unit of claim among those who count; 0 if nobody does.
    """

    def __init__(
        self,
        pool: TypePool,
        gamma: float,
        *,
        seats: scipy.sparse.csr_matrix,
        sides: scipy.sparse.csr_matrix,
        side_bounds: tuple[Floats, Floats],
        upper: Floats,
    ) -> None:
        self.is_counted, self.share = balanced_types(pool, pool.upper > 0)
        self._gamma, self._types = gamma, pool.count
        self._sides = sides.shape[0]
        self._counted = np.flatnonzero(self.is_counted)
        if not self.share:
            return
        many = len(self._counted)
        equal = scipy.sparse.csr_matrix((pool.claims[self._counted] * self.share)[:, np.newaxis])
        given = seats[self._counted]
        blocks: list[list[Any]] = [
            [-equal, None, scipy.sparse.csr_matrix((many, 1)), given],
            [None, -equal, None, given],
            [None, None, None, sides],
        ]
        matrix = scipy.sparse.csr_matrix(scipy.sparse.bmat(blocks))
        zeros, parts = np.zeros(many), len(upper)
        self._programme = WarmProgramme(
            matrix=matrix,
            costs=np.concatenate([[0.0, 1.0, gamma], np.zeros(parts)]),
            lower=np.zeros(3 + parts),
            upper=np.concatenate([np.full(3, np.inf), upper]),
            row_lower=np.concatenate([zeros, np.full(many, -np.inf), side_bounds[0]]),
            row_upper=np.concatenate([np.full(many, np.inf), zeros, side_bounds[1]]),
        )
        for z in FIRST_TANGENTS:
            self._add_tangent(z)

    def add_panel(self, counts: Integers) -> None:
        """Append a panel to the parts; the sides are then the one row of Σ λ."""
        many = len(self._counted)
        given = counts[self._counted]
        seated = np.flatnonzero(given)
        rows = np.concatenate([seated, many + seated, [2 * many]])
        values = np.concatenate([given[seated], given[seated], [1]]).astype(np.float64)
        self._programme.add_column(0.0, 0.0, np.inf, rows, values)

    def solve(self, watch: Watch) -> _Balance:
        """Solve, laying tangents until the last one touches the curve.

        Raises:
            RelaxationFailed: if there is no solution, or the solver gave up.
            Stopped: in time limit or cancellation.
        """
        for _ in range(MOST_TANGENTS):
            watch.check()
            optimum = self._solve()
            z, t = max(float(optimum.x[0]), LOWEST), float(optimum.x[2])
            if t * z >= 1.0 - SHARP:
                break
            self._add_tangent(z)
        watch.lowest = z * self.share
        many = len(self._counted)
        duals = optimum.row_duals
        weights = np.zeros(self._types)
        weights[self._counted] = np.maximum(duals[:many], 0.0) + np.minimum(duals[many : 2 * many], 0.0)
        side_weights = -duals[2 * many : 2 * many + self._sides]
        highest = float(optimum.x[1])
        return _Balance(highest, highest + self._gamma / z, weights, side_weights, optimum.x[3:])

    def _solve(self) -> Optimum:
        """Solve warm, and in numerical trouble once more from cold."""
        optimum = self._programme.solve()
        if optimum is None:
            self._programme.forget()
            optimum = self._programme.solve()
        if optimum is None:
            raise RelaxationFailed
        return optimum

    def _add_tangent(self, z: float) -> None:
        """Add t ≥ 2/z₀ − z/z₀², times z₀ so that its figures stay moderate."""
        self._programme.add_row(2.0, np.inf, np.array([0, 2]), np.array([1.0 / z, z]))


def _proof(balance: _Balance, most: float, row_weights: RowWeights | None) -> LevelProof:
    """Write down that no panel has more than `most` of the weights y − κ.

    row_weights: π, or None where `most` comes from an exact integer programme.
    """
    return LevelProof(
        value=balance.score,
        bound=most,
        fixed=(),
        type_weights={int(t): float(balance.weights[t]) for t in np.flatnonzero(balance.weights)},
        row_weights=row_weights or {},
        integer_bound=most if row_weights is None else None,
        kind=ProofKind.GOLDILOCKS,
    )
