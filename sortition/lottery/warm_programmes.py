"""Keep linear programmes warm between solves: the only gate to highspy.

Convention: every programme minimises; a row's dual is ≥ 0 where its lower side binds, ≤ 0 where its upper does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import scipy.sparse

from sortition.lottery.pool_types import Floats, Integers

INFINITY = float(highspy.kHighsInf)
TIGHT_TOLERANCE = 1e-9
"""HiGHS' primal and dual feasibility: a chance of 0.002 must be right to seven figures."""

_banner_lock = threading.Lock()
_banner_printed = False


def _new_model() -> Any:
    return highspy.Highs()


def highs_version() -> str:
    """Name the version of HiGHS for the record of a run."""
    swallow_banner()
    return str(_new_model().version())


def swallow_banner() -> None:
    """Let HiGHS print its banner once into nothing: it writes to descriptor 1, past Python's sys.stdout.

    The banner comes with the first model of a process, whatever its options. The descriptor is swapped for
    microseconds under a lock.
    """
    global _banner_printed  # noqa: PLW0603 - the state is the process's own: one banner per process
    with _banner_lock:
        if _banner_printed:
            return
        _banner_printed = True
        try:
            kept = os.dup(1)
        except OSError:  # no standard output at all: nothing to protect
            _new_model()
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            _new_model()
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)


@dataclass(frozen=True)
class Optimum:
    """Hold a solved programme: columns x, duals of the rows, reduced costs, and the objective."""

    x: Floats
    row_duals: Floats
    reduced_costs: Floats
    objective: float


class WarmProgramme:
    """Solve min cost·x subject to row_lower ≤ A x ≤ row_upper, lower ≤ x ≤ upper, again and again."""

    def __init__(
        self,
        *,
        matrix: scipy.sparse.csr_matrix,
        costs: Floats,
        lower: Floats,
        upper: Floats,
        row_lower: Floats,
        row_upper: Floats,
        tolerance: float = TIGHT_TOLERANCE,
    ) -> None:
        swallow_banner()
        self._model = _new_model()
        options: dict[str, Any] = {
            "output_flag": False,
            "presolve": "off",  # would throw the basis away
            "primal_feasibility_tolerance": tolerance,
            "dual_feasibility_tolerance": tolerance,
        }
        for name, value in options.items():
            self._model.setOptionValue(name, value)
        rows, columns = matrix.shape
        by_column = matrix.tocsc()
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = columns, rows
        programme.col_cost_, programme.col_lower_, programme.col_upper_ = costs, lower, upper
        programme.row_lower_, programme.row_upper_ = row_lower, row_upper
        programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        programme.a_matrix_.start_ = by_column.indptr.astype(np.int32)
        programme.a_matrix_.index_ = by_column.indices.astype(np.int32)
        programme.a_matrix_.value_ = by_column.data
        self._model.passModel(programme)
        self._all = np.arange(columns, dtype=np.int32)

    def set_costs(self, costs: Floats) -> None:
        """Replace all costs."""
        self._model.changeColsCost(len(self._all), self._all, costs)

    def set_bounds(self, lower: Floats, upper: Floats) -> None:
        """Replace all bounds of columns."""
        self._model.changeColsBounds(len(self._all), self._all, lower, upper)

    def set_bound(self, column: int, lower: float, upper: float) -> None:
        """Replace the bounds of one column."""
        self._model.changeColBounds(column, lower, upper)

    def set_row(self, row: int, lower: float, upper: float) -> None:
        """Replace the sides of one row."""
        self._model.changeRowBounds(row, lower, upper)

    def add_column(self, cost: float, lower: float, upper: float, rows: Integers, values: Floats) -> None:
        """Append a column with its entries."""
        self._model.addCol(cost, lower, upper, len(rows), rows.astype(np.int32), values)
        self._all = np.arange(len(self._all) + 1, dtype=np.int32)

    def add_row(self, lower: float, upper: float, columns: Integers, values: Floats) -> None:
        """Append a row with its entries."""
        self._model.addRow(lower, upper, len(columns), columns.astype(np.int32), values)

    def remember(self) -> Any:
        """Give the basis, to come back to."""
        return self._model.getBasis()

    def recall(self, basis: Any) -> None:
        """Go back to a basis."""
        self._model.setBasis(basis)

    def forget(self) -> None:
        """Drop the basis and start the next solve cold: the way out of numerical trouble."""
        self._model.clearSolver()

    def solve(self) -> Optimum | None:
        """Solve warm; None where the programme is infeasible or could not be solved."""
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._model.getSolution()
        return Optimum(
            np.array(solution.col_value),
            np.array(solution.row_dual),
            np.array(solution.col_dual),
            float(self._model.getObjectiveValue()),
        )

    def solve_values(self) -> Floats | None:
        """Solve warm for the columns only: what a dive needs, without the cost of the duals."""
        self._model.run()
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._model.getSolution().col_value)


def interruption(should_stop: Callable[[], bool]) -> tuple[Callable[..., None], list[Any]]:
    """Give a callback, and the kinds of events it wants, that stops HiGHS' branch and bound on a wish."""

    def ask(kind: Any, message: str, data_out: Any, data_in: Any, user_data: Any) -> None:  # noqa: ARG001
        if should_stop():
            data_in.user_interrupt = True

    return ask, [highspy.cb.HighsCallbackType.kCallbackMipInterrupt]


def verdict(model: Any) -> str:
    """Read how a solve by HiGHS ended: "optimal", "infeasible" or "unfinished"."""
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return "optimal"
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return "infeasible"
    return "unfinished"


def proven_bound(model: Any) -> float:
    """Give the dual bound of HiGHS' branch and bound: no integer point costs less."""
    return float(model.getInfo().mip_dual_bound)
