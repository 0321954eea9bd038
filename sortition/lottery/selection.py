"""Compute the fairest lottery for an instance and draw a panel from it."""

from __future__ import annotations

from collections.abc import Callable

from sortition.lottery.instance import Instance
from sortition.lottery.results import Objective, Progress, Selection


def select(
    instance: Instance,
    *,
    objective: Objective = Objective.LEXIMIN,
    seed: int,
    panels: int | None = None,
    time_limit: float | None = None,
    report: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Selection:
    """Compute the lottery, prove it, and draw one panel from it with the seed."""
    raise NotImplementedError
