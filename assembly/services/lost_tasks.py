"""End the queue's entries of workers that died, so that whoever watches the queues counts what truly runs.

What such a task was about tells its own end: a run, a pack or a mailing has a row that beats, and the clock finds it
silent. The queue's entry alone would say for ever that it is being worked on.
"""

from datetime import datetime, timedelta

import structlog
from django_tasks_db.models import DBTaskResult

LONGEST = timedelta(hours=24)
"""No task takes so long: a lottery stops after six hours."""
_log = structlog.get_logger(__name__)


class WorkerLost(Exception):  # noqa: N818 (named for what happened)
    """The worker of a task died."""


def end_lost_tasks(now: datetime) -> int:
    """Mark entries that have been worked on for a day as failed; answer how many. Idempotent."""
    lost = DBTaskResult.objects.running().filter(started_at__lte=now - LONGEST)
    ended = lost.update(
        status="FAILED", finished_at=now, exception_class_path=f"{__name__}.WorkerLost", traceback=""
    )
    if ended:
        _log.warning("tasks_lost", tasks=ended)
    return int(ended)
