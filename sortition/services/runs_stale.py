"""Find runs that nobody is working on any more, and say so."""

from datetime import datetime, timedelta

from django.db.models import Q

from assembly.errors import IllegalMove
from assembly.lifecycle import move
from sortition.enums import RunState
from sortition.models import SelectionRun
from sortition.run_lifecycle import RUN

SILENT_FOR = timedelta(minutes=2)
"""A working run whose heart has not beaten for so long has lost its worker."""

WAITING_FOR = timedelta(minutes=10)
"""A run may wait behind others for hours, but not while nobody has worked for so long."""


def fail_stale_runs(now: datetime) -> int:
    """Mark runs with a dead worker, and runs that no worker will fetch, as failed; answer how many.

    Idempotent. A worker that comes back later finds its run ended and writes nothing.
    """
    silent = SelectionRun.objects.filter(state=RunState.RUNNING).filter(
        Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - SILENT_FOR)
    )
    handled = sum(_fail(run, "worker_stopped", now) for run in silent.select_related("assembly"))
    return handled + sum(_fail(run, "no_worker", now) for run in _abandoned(now))


def _abandoned(now: datetime) -> list[SelectionRun]:
    since = now - WAITING_FOR
    if SelectionRun.objects.filter(
        Q(state=RunState.RUNNING) | Q(finished_at__gte=since, started_at__isnull=False)
    ).exists():
        return []
    waiting = SelectionRun.objects.filter(state=RunState.PENDING, created_at__lt=since)
    return list(waiting.select_related("assembly"))


def _fail(run: SelectionRun, code: str, now: datetime) -> bool:
    changes = {"finished_at": now, "error": {"code": code, "params": {}}}
    try:
        move(
            RUN,
            run,
            "fail",
            assembly=run.assembly,
            actor=None,
            now=now,
            details={"number": run.number, "code": code},
            changes=changes,
        )
    except IllegalMove:
        # It ended between the question and the move.
        return False
    return True
