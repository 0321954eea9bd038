"""Do a selection run in a worker: claim it, beat while it computes, and write its end in one transaction.

The row is the only truth. No transaction is open while the engine computes: progress and heartbeat are plain
updates, at most two a second, and each of them asks whether somebody wants the run to stop.
"""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import structlog
from django.db import connection, transaction

from assembly.errors import IllegalMove
from assembly.heartbeat import Clock, Heart
from assembly.lifecycle import move
from assembly.services.record import record_event
from sortition.enums import RunState
from sortition.fairness import spread
from sortition.lottery import (
    Feasibility,
    Instance,
    LotteryError,
    NothingFound,
    Objective,
    Progress,
    QuotasInfeasible,
    Selection,
    SelectionCancelled,
    check_feasibility,
    select,
)
from sortition.models import RunData, SelectionRun
from sortition.repair_lists import change_as_list
from sortition.run_lifecycle import RUN
from sortition.snapshot import canonical, pack, read_snapshot

REPAIRS_SECONDS = 30.0
"""What looking for repairs of a replacement may take, once it is known that the quotas cannot be met."""

SILENCE_SECONDS = 10.0
"""How often the heart beats by itself while the engine has nothing to report."""

_log = structlog.get_logger(__name__)


def do_run(run_id: int, *, clock: Clock) -> bool:
    """Compute a pending run to its end; answer False where there was nothing to claim.

    Whatever happens in the engine ends in a state that people can read: completed, infeasible, cancelled or failed.
    Only the death of the process leaves it running; the clock finds that (services/runs_stale.py).
    """
    run = claim_run(run_id, now=clock())
    if run is None:
        return False
    try:
        snapshot = read_snapshot(RunData.objects.values_list("snapshot", flat=True).get(pk=run.pk))
        with RunHeart(run.pk, clock) as heart:
            selection = select(
                snapshot.instance,
                objective=Objective(run.objective),
                seed=run.seed,
                panels=run.panels,
                time_limit=run.time_limit,
                report=heart.follow,
                is_cancelled=heart.is_stop_wanted,
            )
    except QuotasInfeasible as error:
        found = _with_holders_kept(snapshot.instance, error.feasibility)
        _finish(run, "find_infeasible", clock(), error=_infeasibility(found))
    except SelectionCancelled as error:
        _finish(run, "cancel", clock(), selection=error.best)
    except NothingFound as error:
        _finish(run, "fail", clock(), error={"code": "no_time", "params": dict(error.params)})
    except LotteryError as error:
        _log.warning("selection_run_refused", run=run.pk, code=error.code)
        _finish(run, "fail", clock(), error={"code": "engine_refused", "params": {"detail": str(error)}})
    except Exception:
        _log.exception("selection_run_failed", run=run.pk)
        _finish(run, "fail", clock(), error={"code": "internal", "params": {}})
    except BaseException:
        # The worker is being stopped in mid-run: say so at once instead of leaving it to the clock.
        _finish(run, "fail", clock(), error={"code": "worker_stopped", "params": {}})
        raise
    else:
        _finish(run, "complete", clock(), selection=selection)
    return True


def claim_run(run_id: int, *, now: datetime) -> SelectionRun | None:
    """Take a pending run for this worker; None where another has it or it has ended.

    The conditional update decides between two workers: only one of them changes a row.
    """
    with transaction.atomic():
        claimed = SelectionRun.objects.filter(pk=run_id, state=RunState.PENDING).update(
            state=RUN.target(RunState.PENDING, "claim"), started_at=now, heartbeat_at=now
        )
        if not claimed:
            return None
        run = SelectionRun.objects.select_related("assembly").get(pk=run_id)
        record_event(
            "selection_run.claim",
            obj=run,
            assembly=run.assembly,
            actor=None,
            now=now,
            details={"number": run.number},
        )
    return run


class RunHeart(Heart):
    """The heart of a run: it remembers what earlier phases found, and beats while the engine has nothing to report.

    A thread beats every SILENCE_SECONDS through a connection of its own while the engine is deep in a solver.
    """

    def __init__(self, run_id: int, clock: Clock) -> None:
        working = SelectionRun.objects.filter(state=RunState.RUNNING)
        super().__init__(working, run_id, clock, stop_in="cancel_requested_at")
        self._found: dict[str, Any] = {}
        self._quiet = threading.Event()
        self._thread = threading.Thread(
            target=self._beat_in_silence, name=f"heart of run {run_id}", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._quiet.set()
        self._thread.join()

    def follow(self, progress: Progress) -> None:
        """Take the engine's report, and write it at the next beat."""
        known = {
            "phase": progress.phase,
            "done": progress.done,
            "total": progress.total,
            "lowest": progress.lowest,
            "gap": progress.gap,
            "panels": progress.panels,
        }
        # What was found stays on the page when a later phase has nothing to say about it.
        self._found |= {name: value for name, value in known.items() if value is not None}
        if progress.total is None:
            self._found.pop("total", None)
        seen = self._found.setdefault("phases", [])
        if progress.phase not in seen:
            seen.append(progress.phase)
        self.report(progress=dict(self._found))

    def _beat_in_silence(self) -> None:
        try:
            while not self._quiet.wait(SILENCE_SECONDS):
                self.keep_alive()
        finally:
            connection.close()


def _finish(
    run: SelectionRun,
    verb: str,
    now: datetime,
    *,
    selection: Selection | None = None,
    error: Mapping[str, Any] | None = None,
) -> None:
    """Write result, figures, state and event together; a run that was taken for dead meanwhile stays as it is."""
    summary = {} if selection is None else summary_of(selection)
    packed = None if selection is None else pack(canonical(selection.to_dict()))
    try:
        with transaction.atomic():
            if packed is not None:
                RunData.objects.filter(pk=run.pk).update(result=packed)
            move(
                RUN,
                run,
                verb,
                assembly=run.assembly,
                actor=None,
                now=now,
                details={"number": run.number}
                | ({"code": error["code"]} if error else {"status": summary.get("status", "")}),
                changes={
                    "finished_at": now,
                    "heartbeat_at": now,
                    "summary": summary,
                    "error": dict(error or {}),
                },
            )
    except IllegalMove:
        _log.warning("selection_run_ended_meanwhile", run=run.pk, verb=verb)


def summary_of(selection: Selection) -> dict[str, Any]:
    """Give the figures that lists and cards show without reading the whole result."""
    certificate = selection.certificate
    figures = spread(list(selection.probabilities.values()), len(selection.panel))
    return {
        "lowest": figures.lowest,
        "median": figures.median,
        "highest": figures.highest,
        "gini": figures.gini,
        "status": certificate.status,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "panels": len(selection.lottery),
        "seconds": selection.timings.get("total", 0.0),
    }


def _with_holders_kept(instance: Instance, found: Feasibility) -> Feasibility:
    """Look once more for repairs where people hold seats already: nobody's seat is taken back to meet a quota."""
    if not instance.fixed:
        return found
    try:
        return check_feasibility(instance, time_limit=REPAIRS_SECONDS, may_release=False)
    except NothingFound:
        return replace(found, repairs=())


def _infeasibility(found: Feasibility) -> dict[str, Any]:
    return {
        "code": "quotas_infeasible",
        "causes": [
            {"code": c.code, "params": dict(c.params), "bounds": [list(bound) for bound in c.bounds]}
            for c in found.causes
        ],
        "repairs": [
            {
                "cost": repair.cost,
                "changes": [change_as_list(change) for change in repair.changes],
            }
            for repair in found.repairs
        ],
    }
