"""Weigh panels so that their average is a given point: a primal-dual interior point in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.sparse

from sortition.lottery.pool_types import Floats, Integers
from sortition.lottery.warm_programmes import WarmProgramme

MOST_STEPS = 60
"""Mehrotra's method needs 6 to 25; more means that it is stuck and the simplex method has to do it."""

CENTRED = 1e-9
"""Stop once shortfall and complementarity are below this, in seats; the projection that follows is sharper."""

STALLED = 1e-6
"""Below this a step that does not halve the complementarity shows the limit of what doubles can do."""


GOOD_ENOUGH = 0.5
"""Duals that prove this part of a shortfall price panels as well as the best do, and prove it just as well."""


@dataclass(frozen=True)
class Weighing:
    """Hold weights of panels and what they miss.

    weights: length J, ≥ 0, sums to one.
    shortfall: Σ_t max(0, x*_t − (Cᵀλ)_t), in seats.
    duals: length T in [0, 1]: a panel c with duals·c above `level` would lower the shortfall.
    """

    weights: Floats
    shortfall: float
    duals: Floats
    level: float


def weigh(panels: Integers, target: Floats) -> Weighing:
    """Find weights whose average panel falls short of the target as little as can be.

        min  Σ_t d_t   s.t.  Σ_j λ_j c_jt + d_t − s_t = x*_t,  Σ λ = 1,  λ, d, s ≥ 0
        dual: max  Σ_t x*_t y_t + μ  s.t.  Σ_t c_jt y_t + μ ≤ 0,  0 ≤ y ≤ 1

    panels: shape (J, T); target: length T.

    Interior point first, then a projection onto the average that is asked for; if that leaves a shortfall that is
    neither nil nor proven, the simplex method decides. Source: Mehrotra 1992, doi 10.1137/0802028.
    """
    columns = scipy.sparse.csr_matrix(panels.T.astype(np.float64))
    interior = _interior_point(columns, target)
    if interior is not None:
        weights, duals, multiplier = interior
        weights = _project(columns, target, weights)
        short = shortfall(columns, weights, target)
        lower = float(target @ duals) + multiplier
        if short < 1e-10 or lower > GOOD_ENOUGH * short:
            return Weighing(weights, short, duals, -multiplier)
    return _simplex(columns, target)


def shortfall(columns: scipy.sparse.csr_matrix, weights: Floats, target: Floats) -> float:
    """Give Σ_t max(0, x*_t − (C λ)_t)."""
    return float(np.maximum(target - columns @ weights, 0.0).sum())


class _NormalEquations:
    """Solve G Θ Gᵀ v = r for G = [C I −I; 1ᵀ 0 0] by Cholesky of the bordered matrix, dense of order T + 1."""

    def __init__(self, columns: scipy.sparse.csr_matrix, panel: Floats, diagonal: Floats) -> None:
        scaled = scipy.sparse.csr_matrix(
            (columns.data * panel[columns.indices], columns.indices, columns.indptr), columns.shape
        )
        order = columns.shape[0]
        matrix = np.empty((order + 1, order + 1))
        matrix[:order, :order] = (scaled @ columns.T).toarray()
        matrix[np.arange(order), np.arange(order)] += diagonal
        edge = np.asarray(scaled.sum(axis=1)).ravel()
        matrix[:order, order] = matrix[order, :order] = edge
        matrix[order, order] = panel.sum()
        matrix[np.arange(order + 1), np.arange(order + 1)] *= 1.0 + 1e-14
        self._factor = scipy.linalg.cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)

    def solve(self, right: Floats) -> Floats:
        return np.asarray(scipy.linalg.cho_solve(self._factor, right, check_finite=False))


@dataclass(frozen=True)
class _Newton:
    """Hold one point of the interior method, where `step` solves Newton's equations for a wanted centring.

    short: G v − right, negated; off: costs − Gᵀ y − z.
    """

    columns: scipy.sparse.csr_matrix
    equations: _NormalEquations
    v: Floats
    z: Floats
    short: Floats
    off: Floats

    def step(self, centring: Floats) -> tuple[Floats, Floats, Floats]:
        """Give (dv, dy, dz) with G dv = short, Gᵀ dy + dz = off, z dv + v dz = centring."""
        theta = self.v / self.z
        rest = self.off - centring / self.v
        dy = self.equations.solve(self.short + _apply(self.columns, theta * rest))
        dv = theta * (_transpose(self.columns, dy) - rest)
        return dv, dy, (centring - self.z * dv) / self.v


def _interior_point(columns: scipy.sparse.csr_matrix, target: Floats) -> tuple[Floats, Floats, float] | None:
    """Run Mehrotra's predictor-corrector; None where it does not converge.

    Variables v = (λ, d, s) of length J + 2T with reduced costs z; multipliers (y, μ) of length T + 1.
    """
    types, panels = columns.shape
    costs = np.concatenate([np.zeros(panels), np.ones(types), np.zeros(types)])
    right = np.append(target, 1.0)
    v = np.concatenate([np.full(panels, 1.0 / panels), np.full(2 * types, 0.5)])
    average = columns @ v[:panels]
    v[panels : panels + types] += np.maximum(target - average, 0.0)
    v[panels + types :] += np.maximum(average - target, 0.0)
    y = np.append(np.full(types, 0.5), 0.0)
    y[types] = -float((columns.T @ y[:types]).max()) - 0.5
    z = costs - _transpose(columns, y)
    gap = np.inf
    for _ in range(MOST_STEPS):
        short = right - _apply(columns, v)
        off = costs - _transpose(columns, y) - z
        before, gap = gap, float(v @ z) / len(v)
        is_centred = gap * len(v) < CENTRED or (gap * len(v) < STALLED and gap > 0.5 * before)
        if is_centred and np.abs(short).max() < STALLED:
            return v[:panels] / v[:panels].sum(), np.clip(y[:types], 0.0, 1.0), float(y[types])
        theta = v / z
        try:
            equations = _NormalEquations(columns, theta[:panels], theta[panels:-types] + theta[-types:])
        except scipy.linalg.LinAlgError:
            break

        newton = _Newton(columns, equations, v, z, short, off)
        dv, dy, dz = newton.step(-v * z)
        along = float((v + _longest(v, dv) * dv) @ (z + _longest(z, dz) * dz)) / len(v)
        centring = (along / gap) ** 3 * gap
        dv, dy, dz = newton.step(centring - v * z - dv * dz)
        if not (np.isfinite(dv).all() and np.isfinite(dz).all()):
            break
        v, y, z = (
            v + 0.995 * _longest(v, dv) * dv,
            y + 0.995 * _longest(z, dz) * dy,
            z + 0.995 * _longest(z, dz) * dz,
        )
    if np.abs(right - _apply(columns, v)).max() < 1e-6:
        return v[:panels] / v[:panels].sum(), np.clip(y[:types], 0.0, 1.0), float(y[types])
    return None


def _apply(columns: scipy.sparse.csr_matrix, v: Floats) -> Floats:
    types, panels = columns.shape
    d, s = v[panels : panels + types], v[panels + types :]
    return np.append(columns @ v[:panels] + d - s, v[:panels].sum())


def _transpose(columns: scipy.sparse.csr_matrix, y: Floats) -> Floats:
    types = columns.shape[0]
    return np.concatenate([columns.T @ y[:types] + y[types], y[:types], -y[:types]])


def _longest(v: Floats, dv: Floats) -> float:
    """Give the longest step of at most one that keeps v positive."""
    shrinking = dv < 0
    if not shrinking.any():
        return 1.0
    return min(1.0, float((-v[shrinking] / dv[shrinking]).min()))


def _project(columns: scipy.sparse.csr_matrix, target: Floats, weights: Floats) -> Floats:
    """Move weights to the nearest, in the metric of their own size, that average to the target.

    Two or three rounds of δ = Θ Cᵀ (C Θ Cᵀ)⁻¹ (x* − C λ) with Θ = diag λ; weights stay ≥ 0. What cannot be
    reached is left as it is.
    """
    best, best_short = weights, shortfall(columns, weights, target)
    for _ in range(4):
        if best_short < 1e-13:
            break
        theta = np.maximum(best, 1e-14)
        ridge = np.full(columns.shape[0], 1e-11 * float(theta.max()))
        try:
            equations = _NormalEquations(columns, theta, ridge)
        except scipy.linalg.LinAlgError:
            break
        miss = np.append(target - columns @ best, 1.0 - best.sum())
        duals = equations.solve(miss)
        moved = np.maximum(best + theta * (columns.T @ duals[:-1] + duals[-1]), 0.0)
        moved /= moved.sum()
        short = shortfall(columns, moved, target)
        if not short < best_short:
            break
        best, best_short = moved, short
    return best


def _simplex(columns: scipy.sparse.csr_matrix, target: Floats) -> Weighing:
    """Solve the same programme by HiGHS' simplex method: slow, but the answer is a vertex and sure."""
    types, panels = columns.shape
    entries = scipy.sparse.coo_matrix(columns)
    kinds = np.arange(types)
    rows = np.concatenate([entries.row, kinds, np.full(panels, types)])
    places = np.concatenate([entries.col, panels + kinds, np.arange(panels)])
    values = np.concatenate([entries.data, np.ones(types + panels)])
    programme = WarmProgramme(
        matrix=scipy.sparse.csr_matrix((values, (rows, places)), shape=(types + 1, panels + types)),
        costs=np.concatenate([np.zeros(panels), np.ones(types)]),
        lower=np.zeros(panels + types),
        upper=np.full(panels + types, np.inf),
        row_lower=np.append(target, 1.0),
        row_upper=np.append(np.full(types, np.inf), 1.0),
    )
    optimum = programme.solve()
    if optimum is None:
        weights = np.full(panels, 1.0 / panels)
        return Weighing(weights, shortfall(columns, weights, target), np.zeros(types), 0.0)
    weights = np.maximum(optimum.x[:panels], 0.0)
    weights /= weights.sum()
    duals = np.clip(optimum.row_duals[:types], 0.0, 1.0)
    return Weighing(weights, shortfall(columns, weights, target), duals, -float(optimum.row_duals[types]))
