"""Answer whether quotas can be met, and if not, what is the smallest change that makes it possible."""

from __future__ import annotations

from sortition.lottery.instance import Instance
from sortition.lottery.results import Feasibility


def check_feasibility(instance: Instance, *, time_limit: float | None = None) -> Feasibility:
    """Decide exactly whether a panel exists, households respected; if not, give causes and repairs."""
    raise NotImplementedError
