"""Solve mixed-integer programmes for plans: the only gate to PuLP on this floor.

HiGHS solves. Every programme minimises.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pulp
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WHOLE = 1e-5
"""How far a solver's value may lie from the whole number it stands for: ten times HiGHS' own tolerance."""
PROVEN_GAP = 0.999
"""Costs are whole numbers, so that a gap below one is a proof."""

_banner_lock = threading.Lock()
_banner_printed = False


@dataclass(frozen=True)
class Row:
    """State lower ≤ Σ coefficients[i] · x[columns[i]] ≤ upper."""

    columns: Sequence[int]
    coefficients: Sequence[float]
    lower: float
    upper: float


@dataclass(frozen=True)
class MixedProgramme:
    """State min costs·x subject to the rows, 0 ≤ x ≤ upper, x_j ∈ ℤ where `whole`; all of length n.

    costs: whole numbers, nonzero for whole columns, or for columns that whole ones force to be whole.
    """

    costs: Sequence[int]
    upper: Sequence[float]
    whole: Sequence[bool]
    rows: Sequence[Row]


@dataclass(frozen=True)
class MixedAnswer:
    """Say how a programme ended.

    status: "optimal", "infeasible" or "unfinished" (stopped before a proof).
    x: the best point found, None if there is none.
    bound: no feasible point costs less.
    """

    status: str
    x: Floats | None
    objective: float
    bound: float


def solve_mixed_programme(
    programme: MixedProgramme,
    *,
    seconds: float,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> MixedAnswer:
    """Solve until proven, until the seconds have passed, or until the caller wants no more."""
    if not programme.costs:
        return MixedAnswer("optimal", np.zeros(0), 0.0, 0.0)
    _swallow_banner()
    problem, variables = _build(programme)
    solver = pulp.HiGHS(
        msg=False,
        gapRel=0.0,
        gapAbs=PROVEN_GAP,
        timeLimit=max(seconds, 0.01),
        random_seed=seed % 2**31,
        callbackTuple=(_interruption(should_stop), None) if should_stop else None,
        callbacksToActivate=[pulp.HiGHS.hscb.HighsCallbackType.kCallbackMipInterrupt]
        if should_stop
        else None,
    )
    problem.solve(solver)
    model = problem.solverModel
    status = model.modelStatusToString(model.getModelStatus())
    if "nfeasible" in status:
        return MixedAnswer("infeasible", None, np.inf, np.inf)
    bound = float(model.getInfo().mip_dual_bound)
    x = _point(programme, variables)
    if x is None:
        return MixedAnswer("unfinished", None, np.inf, bound)
    objective = float(np.asarray(programme.costs, dtype=np.float64) @ x)
    return MixedAnswer("optimal" if status == "Optimal" else "unfinished", x, objective, bound)


def _build(programme: MixedProgramme) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    variables = [
        problem.add_variable(f"x{number:06d}", 0, high, pulp.LpInteger if whole else pulp.LpContinuous)
        for number, (high, whole) in enumerate(zip(programme.upper, programme.whole, strict=True))
    ]
    costs = [(variable, cost) for variable, cost in zip(variables, programme.costs, strict=True)]
    problem.setObjective(pulp.LpAffineExpression(costs))
    for number, row in enumerate(programme.rows):
        left = pulp.LpAffineExpression(
            [(variables[t], float(a)) for t, a in zip(row.columns, row.coefficients, strict=True)]
        )
        if row.lower == row.upper:
            problem.addConstraint(pulp.LpConstraint(left, pulp.LpConstraintEQ, f"r{number}", row.lower))
            continue
        if np.isfinite(row.lower):
            problem.addConstraint(pulp.LpConstraint(left, pulp.LpConstraintGE, f"l{number}", row.lower))
        if np.isfinite(row.upper):
            problem.addConstraint(pulp.LpConstraint(left, pulp.LpConstraintLE, f"u{number}", row.upper))
    return problem, variables


def _point(programme: MixedProgramme, variables: list[pulp.LpVariable]) -> Floats | None:
    """Read the point, rounded where it must be whole; None where it is none or breaks a row.

    A search that was stopped early leaves zeros behind, which look like a point.
    """
    values = [variable.varValue for variable in variables]
    if any(value is None for value in values):
        return None
    x = np.array(values, dtype=np.float64)
    whole = np.asarray(programme.whole, dtype=bool)
    if (np.abs(x[whole] - np.rint(x[whole])) > WHOLE).any():
        return None
    x[whole] = np.rint(x[whole])
    for row in programme.rows:
        total = sum(a * x[t] for t, a in zip(row.columns, row.coefficients, strict=True))
        if not row.lower - WHOLE <= total <= row.upper + WHOLE:
            return None
    return x


def _interruption(should_stop: Callable[[], bool]) -> Callable[..., None]:
    def ask(kind: Any, message: str, data_out: Any, data_in: Any, user_data: Any) -> None:  # noqa: ARG001
        if should_stop():
            data_in.user_interrupt = True

    return ask


def _swallow_banner() -> None:
    """Let HiGHS print its banner once into nothing: it writes to descriptor 1, past Python's sys.stdout."""
    global _banner_printed  # noqa: PLW0603 - the state is the process's own: one banner per process
    with _banner_lock:
        if _banner_printed:
            return
        _banner_printed = True
        tiny = pulp.LpProblem("banner", pulp.LpMinimize)
        tiny.setObjective(pulp.LpAffineExpression([(tiny.add_variable("x", 0, 1), 1.0)]))
        try:
            kept = os.dup(1)
        except OSError:  # no standard output at all: nothing to protect
            tiny.solve(pulp.HiGHS(msg=False))
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            tiny.solve(pulp.HiGHS(msg=False))
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
