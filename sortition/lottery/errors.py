# ruff: noqa: N818 - errors are named for what happened, without a suffix
"""Say what happened: every exception carries a `code` and `params`, so that a message can be translated."""

from __future__ import annotations

from collections.abc import Mapping

from sortition.lottery.results import Feasibility, Selection

Param = str | int | float | None


class LotteryError(Exception):
    """Carry a code and the figures and names that its message needs."""

    def __init__(self, code: str, params: Mapping[str, Param] | None = None) -> None:
        self.code = code
        self.params: dict[str, Param] = dict(params or {})
        super().__init__(code)

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items() if value is not None)
        return f"{self.code} ({shown})" if shown else self.code


class InvalidInstance(LotteryError):
    """The numbers, quotas and people do not make a well-formed problem."""


class BadInput(LotteryError):
    """A file cannot be read; `params` holds its file and, where known, row and column.

    Rows are counted as a spreadsheet counts them: the header is row 1.
    """


class QuotasInfeasible(LotteryError):
    """No panel meets every quota; `feasibility` holds causes and repairs."""

    def __init__(self, feasibility: Feasibility) -> None:
        self.feasibility = feasibility
        super().__init__("quotas_infeasible")


class SelectionCancelled(LotteryError):
    """The caller asked to stop; `best` is the lottery so far, if there was one."""

    def __init__(self, best: Selection | None = None) -> None:
        self.best = best
        super().__init__("selection_cancelled")


class NothingFound(LotteryError):
    """Time ran out before a single panel, or an answer about feasibility, was found."""
