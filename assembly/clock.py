"""One clock finds what is due: `manage.py tick` calls every registered due-check with `now`.

A due-check is idempotent: it looks in the database for what is due, does it, and finds nothing the second time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

DueCheck = Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class TickResult:
    """What one due-check did: how many things, or the error that stopped it."""

    name: str
    handled: int
    error: str = ""


_checks: dict[str, DueCheck] = {}
_log = structlog.get_logger(__name__)


def register_due_check(name: str, check: DueCheck) -> None:
    """Add `check` under `name`; call it from `AppConfig.ready`."""
    _checks[name] = check


def tick(now: datetime) -> list[TickResult]:
    """Call every due-check in the order of names; one that fails is logged and does not stop the others."""
    results = []
    for name in sorted(_checks):
        try:
            results.append(TickResult(name, _checks[name](now)))
        except Exception as error:
            _log.exception("due_check_failed", check=name)
            results.append(TickResult(name, 0, type(error).__name__))
    return results
