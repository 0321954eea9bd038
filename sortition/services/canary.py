"""Try a draw with invented people once a day, and note whether it went as it must."""

from collections.abc import Callable, Iterator
from datetime import datetime

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from assembly.background import queue_task
from assembly.selectors_metrics import Metric
from assembly.services.record import record_event
from sortition.canary import Canary, try_a_draw

TASK = "sortition.tasks.canary_draw"
ASKED, DONE = "canary_asked", "canary_done"
"""Where the shared cache notes on which day it was asked for, and how the last one went."""
_DAY = 24 * 3600
_log = structlog.get_logger(__name__)


def ask_for_canary(now: datetime) -> int:
    """Ask a worker for the day's draw, unless somebody has."""
    # Of two clocks only one adds the day.
    if not settings.CANARY_DRAW or not cache.add(f"{ASKED}_{now:%Y-%m-%d}", 1, timeout=2 * _DAY):
        return 0
    with transaction.atomic():
        queue_task(TASK)
    return 1


def do_canary(*, clock: Callable[[], datetime]) -> Canary:
    """Do it, and note the result in the record and for the metrics."""
    done = try_a_draw()
    now = clock()
    with transaction.atomic():
        record_event(
            "platform.canary_drawn",
            assembly=None,
            actor=None,
            now=now,
            details={"faults": len(done.faults), "panel": done.panel},
        )
    cache.set(DONE, {"at": now.timestamp(), "faults": len(done.faults)}, timeout=None)
    if done.faults:
        _log.error("canary_failed", faults=done.faults)
    return done


def canary_metrics(now: datetime) -> Iterator[Metric]:
    """Tell how long ago the last one was done, and how many faults it had."""
    found = cache.get(DONE)
    told = [] if found is None else [found]
    yield Metric(
        "canary_age_seconds",
        "Seconds since the last draw with invented people.",
        [({}, now.timestamp() - each["at"]) for each in told],
    )
    yield Metric("canary_faults", "Faults of that draw.", [({}, each["faults"]) for each in told])
