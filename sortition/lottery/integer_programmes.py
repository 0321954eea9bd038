"""Solve integer programmes exactly: the only gate to PuLP.

HiGHS solves; CBC is at hand as a second opinion in tests. Every programme minimises.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pulp

from sortition.lottery.pool_types import Floats, Integers, Row
from sortition.lottery.warm_programmes import interruption, proven_bound, swallow_banner, verdict

SOLVED_GAP = 1e-9
"""Absolute gap at which branch and bound stops: counts are whole, so a tie within it is a tie."""


class Backend(StrEnum):
    """Name an integer solver that PuLP drives."""

    HIGHS = "HiGHS"
    CBC = "CBC"


@dataclass(frozen=True)
class IntegerProgramme:
    """State min costs·x subject to the rows, lower ≤ x ≤ upper, x ∈ ℤⁿ; all arrays have length n."""

    costs: Floats
    lower: Integers
    upper: Integers
    rows: Sequence[Row]


@dataclass(frozen=True)
class IntegerAnswer:
    """Say how a programme ended.

    status: "optimal", "infeasible" or "unfinished" (stopped before a proof).
    x: the best point, None if there is none; its cost is `objective`.
    bound: no feasible point costs less.
    """

    status: str
    x: Integers | None
    objective: float
    bound: float


def pulp_version() -> str:
    """Name the version of PuLP for the record of a run."""
    return str(pulp.__version__)


def solve_integer_programme(
    programme: IntegerProgramme,
    *,
    backend: Backend = Backend.HIGHS,
    time_limit: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> IntegerAnswer:
    """Solve to proven optimality, unless the limit or the caller stops the search."""
    swallow_banner()
    problem, variables = _build(programme)
    if not variables:
        return _answer_without_variables(programme)
    if backend is Backend.CBC:
        return _solve_by_cbc(problem, variables, programme, time_limit)
    callback, events = interruption(should_stop) if should_stop is not None else (None, None)
    solver = pulp.HiGHS(
        msg=False,
        gapRel=0.0,
        gapAbs=SOLVED_GAP,
        timeLimit=time_limit,
        callbackTuple=(callback, None) if callback else None,
        callbacksToActivate=events,
    )
    problem.solve(solver)
    model = problem.solverModel
    status = verdict(model)
    if status == "infeasible":
        return IntegerAnswer("infeasible", None, np.inf, np.inf)
    x = _whole_values(variables)
    if x is None or not _meets(programme, x):
        return IntegerAnswer("unfinished", None, np.inf, proven_bound(model))
    return IntegerAnswer(status, x, float(programme.costs @ x), proven_bound(model))


def _build(programme: IntegerProgramme) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    problem = pulp.LpProblem("counts", pulp.LpMinimize)
    bounds = zip(programme.lower.tolist(), programme.upper.tolist(), strict=True)
    variables = [
        problem.add_variable(f"x{number:06d}", low, high, pulp.LpInteger)
        for number, (low, high) in enumerate(bounds)
    ]
    problem.setObjective(pulp.LpAffineExpression(list(zip(variables, programme.costs.tolist(), strict=True))))
    for number, row in enumerate(programme.rows):
        terms = [(variables[t], float(a)) for t, a in zip(row.columns, row.coefficients, strict=True)]
        left = pulp.LpAffineExpression(terms)
        if row.lower == row.upper:
            problem.addConstraint(pulp.LpConstraint(left, pulp.LpConstraintEQ, f"r{number}", row.lower))
            continue
        if np.isfinite(row.lower):
            problem.addConstraint(pulp.LpConstraint(left, pulp.LpConstraintGE, f"l{number}", row.lower))
        if np.isfinite(row.upper):
            problem.addConstraint(pulp.LpConstraint(left, pulp.LpConstraintLE, f"u{number}", row.upper))
    return problem, variables


def _solve_by_cbc(
    problem: pulp.LpProblem,
    variables: list[pulp.LpVariable],
    programme: IntegerProgramme,
    time_limit: float | None,
) -> IntegerAnswer:
    with warnings.catch_warnings():
        # PuLP 4 will take CBC from a package of its own; until then its class warns of that.
        warnings.simplefilter("ignore", DeprecationWarning)
        solver = pulp.PULP_CBC_CMD(msg=False, gapRel=0.0, gapAbs=SOLVED_GAP, timeLimit=time_limit)
    problem.solve(solver)
    if problem.status == pulp.LpStatusInfeasible:
        return IntegerAnswer("infeasible", None, np.inf, np.inf)
    x = _whole_values(variables)
    if problem.sol_status != pulp.LpSolutionOptimal or x is None:
        return IntegerAnswer("unfinished", x, np.inf, -np.inf)
    cost = float(programme.costs @ x)
    return IntegerAnswer("optimal", x, cost, cost)


def _whole_values(variables: list[pulp.LpVariable]) -> Integers | None:
    values = [variable.varValue for variable in variables]
    if any(value is None for value in values):
        return None
    return np.rint(np.array(values, dtype=np.float64)).astype(np.int64)


def _meets(programme: IntegerProgramme, x: Integers) -> bool:
    """Check a rounded point in exact arithmetic: solvers hold rows only to a tolerance."""
    if (x < programme.lower).any() or (x > programme.upper).any():
        return False
    for row in programme.rows:
        total = sum(int(a) * int(x[t]) for t, a in zip(row.columns, row.coefficients, strict=True))
        if not row.lower <= total <= row.upper:
            return False
    return True


def _answer_without_variables(programme: IntegerProgramme) -> IntegerAnswer:
    x = np.zeros(0, dtype=np.int64)
    if _meets(programme, x):
        return IntegerAnswer("optimal", x, 0.0, 0.0)
    return IntegerAnswer("infeasible", None, np.inf, np.inf)
