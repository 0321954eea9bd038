"""Maximise Nash welfare over the linear relaxation: an interior point, then Newton's method on what is tight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.sparse

from sortition.lottery.interior import Interior, interior_of, most_of_relaxation, prove_never
from sortition.lottery.pool_types import Booleans, Floats, RowWeights, TypePool, row_weights_by_name
from sortition.lottery.relaxation import NO_DUAL, RelaxedPoint
from sortition.lottery.results import LevelProof, ProofKind
from sortition.lottery.watch import Watch

MOST_STEPS = 120
"""Steps fall by the factor 0.1 each near the end; some 25 do as a rule."""

CENTRED = 1e-13
"""Stop when all complementarity together is below this share of Σ claims: the limit of doubles."""

SHRINK = 0.1
"""Each step aims at this share of the present complementarity."""

ALMOST = 0.995
"""Part of the longest step that is gone."""


@dataclass
class _State:
    """Hold the iterate over the free types: x with its dual y, and slack with dual for each side.

    w, u: upper − x and its dual. l, a: A x − L and its dual. h, b: U − A x and its dual; these four over rows that
    are not equalities. e: multipliers of the equalities.
    """

    x: Floats
    y: Floats
    w: Floats
    u: Floats
    l: Floats  # noqa: E741
    a: Floats
    h: Floats
    b: Floats
    e: Floats


def nash_of_relaxation(pool: TypePool, watch: Watch) -> RelaxedPoint:
    """Maximise the product of chances over R, each to the power of its weight, and prove it.

    Raises:
        RelaxationFailed: if R is empty.
    """
    interior = interior_of(pool)
    watch.tell("relaxation", 1, 3)
    x = _best_point(pool, interior)
    watch.tell("relaxation", 2, 3)
    may_sit = ~interior.is_never
    weights = np.divide(pool.claims, x, out=np.zeros(pool.count), where=may_sit)
    most, row_weights = most_of_relaxation(pool, weights)
    watch.lowest = float((x / pool.sizes).min())
    watch.tell("relaxation", 3, 3)
    proof = nash_proof(pool, weights, most, row_weights_by_name(pool, row_weights, NO_DUAL))
    return RelaxedPoint(x, (*prove_never(pool, interior.is_never), proof))


def nash_proof(pool: TypePool, weights: Floats, most: float, row_weights: RowWeights | None) -> LevelProof:
    """Write down that no panel has more than `most` of the weights y = claims / x, 0 for those on no panel.

    row_weights: π, or None where `most` comes from an exact integer programme.
    """
    return LevelProof(
        value=float(pool.claims[weights > 0].sum()),
        bound=most,
        fixed=(),
        type_weights={int(t): float(weights[t]) for t in np.flatnonzero(weights)},
        row_weights=row_weights or {},
        integer_bound=most if row_weights is None else None,
        kind=ProofKind.NASH,
    )


def _best_point(pool: TypePool, interior: Interior) -> Floats:
    """Give the x that maximises Σ claims_t log x_t over R, types without any seat in R left out.

        x_t y_t = claims_t,   y = Aᵀπ + u,   slack · multiplier = 0 for every side

    is solved by a primal-dual interior point that starts at a point strictly inside, then the sides that turn out
    tight are made equalities, and Newton's method goes on from there to the last figures.

    Where the method does not converge, the point is not the best one: only the bound of a proof says so.
    """
    free = ~(interior.is_never | interior.is_always)
    if not free.any():
        return interior.x.copy()
    start = interior.x[free]
    constant = pool.matrix @ np.where(free, 0.0, interior.x)
    matrix = scipy.sparse.csr_matrix(pool.matrix[:, free])
    busy = np.diff(matrix.indptr) > 0
    equal = _independent(matrix, np.flatnonzero(busy & interior.is_equal))
    loose = np.flatnonzero(busy & ~interior.is_equal)
    problem = _Problem(
        claims=pool.claims[free],
        upper=pool.upper[free].astype(np.float64),
        equal=scipy.sparse.csr_matrix(matrix[equal]),
        loose=scipy.sparse.csr_matrix(matrix[loose]),
        low=(pool.lower_sides - constant)[loose],
        high=(pool.upper_sides - constant)[loose],
    )
    x = interior.x.copy()
    x[free] = problem.solve(start)
    return x


def _independent(matrix: scipy.sparse.csr_matrix, rows: np.ndarray) -> np.ndarray:
    """Choose rows that span all of the given ones."""
    if not len(rows):
        return rows
    _, triangle, order = scipy.linalg.qr(matrix[rows].toarray().T, mode="economic", pivoting=True)
    sizes = np.abs(np.diag(triangle))
    return np.sort(rows[order[: int((sizes > 1e-9 * sizes[0]).sum())]])


@dataclass(frozen=True)
class _Problem:
    """State max Σ claims_t log x_t  s.t.  equal x = constant,  low ≤ loose x ≤ high,  0 ≤ x ≤ upper."""

    claims: Floats
    upper: Floats
    equal: scipy.sparse.csr_matrix
    loose: scipy.sparse.csr_matrix
    low: Floats
    high: Floats

    def solve(self, start: Floats) -> Floats:
        """Give the maximiser; `start` is strictly inside and meets the equalities."""
        target = self.equal @ start
        state = self._first(start)
        total = float(self.claims.sum())
        for _ in range(MOST_STEPS):
            gap = self._complementarity(state)
            off = float(np.abs(state.x * state.y - self.claims).max() / self.claims.max())
            if gap < CENTRED * total and off < 1e-10:
                break
            if not self._step(state, target, SHRINK * gap / (len(state.x) + 2 * len(state.l))):
                break
        return self._polish(state, target)

    def _first(self, start: Floats) -> _State:
        sums = self.loose @ start
        level = float(self.claims.sum()) / max(1, len(start))
        w, low, high = self.upper - start, sums - self.low, self.high - sums
        return _State(
            x=start.copy(),
            y=self.claims / start,
            w=w,
            u=level / w,
            l=low,
            a=level / low,
            h=high,
            b=level / high,
            e=np.zeros(self.equal.shape[0]),
        )

    def _complementarity(self, s: _State) -> float:
        return float(s.w @ s.u + s.l @ s.a + s.h @ s.b)

    def _step(self, s: _State, target: Floats, aim: float) -> bool:
        """Go one step of Newton's method towards slack · multiplier = aim; False where it has come to its end."""
        rows = scipy.sparse.vstack([self.equal, self.loose], format="csr")
        many = self.equal.shape[0]
        dual = rows.T @ np.concatenate([s.e, s.b - s.a]) + s.u - s.y
        diagonal = s.y / s.x + s.u / s.w
        right = (self.claims - s.x * s.y) / s.x - dual - (aim - s.w * s.u) / s.w
        curve = s.b / s.h + s.a / s.l
        shift = (aim - s.h * s.b) / s.h - (aim - s.l * s.a) / s.l
        scaled = rows @ scipy.sparse.diags(1.0 / diagonal)
        normal = (scaled @ rows.T).toarray()
        places = np.arange(many, len(normal))
        normal[places, places] += 1.0 / curve
        aside = scaled @ right - np.concatenate([target - self.equal @ s.x, -shift / curve])
        try:
            factor = scipy.linalg.cho_factor(normal, lower=True, check_finite=False)
        except scipy.linalg.LinAlgError:
            return False
        multipliers = scipy.linalg.cho_solve(factor, aside, check_finite=False)
        dx = (right - rows.T @ multipliers) / diagonal
        along = self.loose @ dx
        du = (aim - s.w * s.u + s.u * dx) / s.w
        da = (aim - s.l * s.a - s.a * along) / s.l
        db = (aim - s.h * s.b + s.b * along) / s.h
        dy = (self.claims - s.x * s.y - s.y * dx) / s.x
        if not all(np.isfinite(part).all() for part in (dx, du, da, db, dy)):
            return False
        far = min(_longest(v, d) for v, d in ((s.x, dx), (s.w, -dx), (s.l, along), (s.h, -along)))
        long = min(_longest(v, d) for v, d in ((s.y, dy), (s.u, du), (s.a, da), (s.b, db)))
        s.x, s.w, s.l, s.h = s.x + far * dx, s.w - far * dx, s.l + far * along, s.h - far * along
        s.y, s.u, s.a, s.b = s.y + long * dy, s.u + long * du, s.a + long * da, s.b + long * db
        s.e = s.e + long * multipliers[:many]
        return far > 1e-8 or long > 1e-8

    def _polish(self, s: _State, target: Floats) -> Floats:
        """Turn what is tight at the end into equalities and let Newton's method find their best point."""
        best = np.clip(s.x, 0.0, self.upper)
        scale = float(self.claims.sum()) / max(1, len(s.x))
        full = s.w * scale < s.u
        at_low, at_high = s.l * scale < s.a, (s.h * scale < s.b) & ~(s.l * scale < s.a)
        for _ in range(4):
            x = self._on_face(best, full, at_low=at_low, at_high=at_high, target=target)
            if x is None:
                return best
            sums = self.loose @ x
            over, under, above = x > self.upper + 1e-12, sums < self.low - 1e-12, sums > self.high + 1e-12
            if not (over.any() or under.any() or above.any()):
                return np.minimum(x, self.upper)
            full, at_low, at_high = full | over, at_low | under, at_high | above
        return best

    def _on_face(
        self, x: Floats, full: Booleans, *, at_low: Booleans, at_high: Booleans, target: Floats
    ) -> Floats | None:
        x = np.where(full, self.upper, x)
        rows = scipy.sparse.vstack([self.equal, self.loose[at_low], self.loose[at_high]], format="csr")
        aim = np.concatenate([target, self.low[at_low], self.high[at_high]])
        open_rows = scipy.sparse.csr_matrix(rows[:, ~full])
        claims = self.claims[~full]
        for _ in range(12):
            part = x[~full]
            if not (part > 0).all():
                return None
            spread = part**2 / claims
            scaled = open_rows @ scipy.sparse.diags(spread)
            normal = (scaled @ open_rows.T).toarray()
            miss = aim - rows @ x
            # Tight rows may depend on each other: least squares takes any of their multipliers.
            multipliers = scipy.linalg.lstsq(normal, open_rows @ part - miss, cond=1e-13, check_finite=False)[
                0
            ]
            step = part - spread * (open_rows.T @ multipliers)
            x[~full] = part + min(1.0, ALMOST * _ratio(part, step)) * step
            if np.abs(step / part).max(initial=0.0) < 1e-13:
                break
        if np.abs(aim - rows @ x).max(initial=0.0) > 1e-10:
            return None
        return x


def _longest(v: Floats, dv: Floats) -> float:
    return min(1.0, ALMOST * _ratio(v, dv))


def _ratio(v: Floats, dv: Floats) -> float:
    shrinking = dv < 0
    if not shrinking.any():
        return np.inf
    return float((-v[shrinking] / dv[shrinking]).min())
