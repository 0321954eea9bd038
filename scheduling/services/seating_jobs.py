"""Have seating plans computed: in the request where that takes no time, else in the background."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.errors import IllegalMove
from assembly.heartbeat import Clock, Heart
from assembly.lifecycle import move
from assembly.models import User
from assembly.services.record import record_event
from scheduling.enums_tables import JobState
from scheduling.errors import SeatingRefused
from scheduling.models import PlanFacilitator, PlanSeat, PlanTable, SeatingJob, SeatingPlan, Session
from scheduling.seating_lifecycle import JOB, UNDER_WAY
from scheduling.selectors.seating_problem import (
    SMALL,
    Computed,
    PlanSettings,
    compute,
    problem_of,
)

TASK = "scheduling.tasks_tables.seat_session"
SILENT_FOR = timedelta(minutes=2)
WAITING_FOR = timedelta(minutes=10)
_log = structlog.get_logger(__name__)


@transaction.atomic
def ask_for_plan(
    *, session: Session, wanted: PlanSettings, may_leave_out: bool, actor: User, now: datetime
) -> SeatingJob:
    """Have a plan computed; return the computation. Asking while one is under way returns that one.

    may_leave_out: rules that cannot be kept are left out and named on the plan; else they refuse it.

    Raises:
        SeatingRefused: nobody or no table is left, or rules cannot be kept; `params["reasons"]` are sentences.
    """
    # The session's row is the lock: of two who press at once, the second gets the computation of the first.
    locked = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    if under_way := SeatingJob.objects.filter(session=locked, state__in=UNDER_WAY).first():
        return under_way
    if not wanted.expected:
        raise SeatingRefused(_("Nobody is expected: there is nobody to seat."), code="nobody")
    built = problem_of(locked, wanted)
    if built.blocking or (built.left_out and not may_leave_out):
        reasons = [*built.blocking, *built.left_out]
        raise SeatingRefused(
            _("These rules cannot all be kept."), code="impossible", params={"reasons": reasons}
        )
    job = SeatingJob.objects.create(
        session=locked, wanted=wanted.as_json(), asked_at=now, asked_by=actor, heartbeat_at=now
    )
    record_event(
        "seating_job.ask",
        obj=job,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"session": locked.number, "rounds": wanted.rounds, "people": len(wanted.expected)},
    )
    if not is_small(wanted):
        queue_task(TASK, job.pk)
    return job


def is_small(wanted: PlanSettings) -> bool:
    """Whether a plan is computed while the page waits."""
    return len(wanted.expected) * wanted.rounds <= SMALL


def do_seating(job_id: int, *, clock: Clock) -> bool:
    """Compute a pending plan to its end; answer False where there was nothing to claim.

    No transaction is open while the engine works. Stopped on the way, the best plan so far is kept.
    """
    job = _claim(job_id, clock())
    if job is None:
        return False
    wanted = PlanSettings.from_json(job.wanted)
    heart = Heart(SeatingJob.objects.filter(state=JobState.RUNNING), job.pk, clock, stop_in="stop_wanted_at")
    try:
        found = compute(
            job.session,
            wanted,
            progress=lambda done: heart.report(progress=done),
            should_stop=heart.is_stop_wanted,
        )
    except Exception:
        _log.exception("seating_failed", job=job.pk)
        _end(job, "fail", clock(), error={"code": "internal"})
    except BaseException:
        _end(job, "fail", clock(), error={"code": "worker_stopped"})
        raise
    else:
        _keep(job, wanted, found, clock())
    return True


def _claim(job_id: int, now: datetime) -> SeatingJob | None:
    """Take a pending computation; the conditional update decides between two workers."""
    with transaction.atomic():
        claimed = SeatingJob.objects.filter(pk=job_id, state=JobState.PENDING).update(
            state=JOB.target(JobState.PENDING, "claim"), heartbeat_at=now
        )
        if not claimed:
            return None
        job = SeatingJob.objects.select_related("session__assembly", "asked_by").get(pk=job_id)
        record_event(
            "seating_job.claim",
            obj=job,
            assembly=job.session.assembly,
            actor=None,
            now=now,
            details={"session": job.session.number},
        )
    return job


def _keep(job: SeatingJob, wanted: PlanSettings, found: Computed, now: datetime) -> None:
    """Write plan, places and state together; a computation that was taken for dead stays as it is."""
    session = job.session
    try:
        with transaction.atomic():
            Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
            last = SeatingPlan.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0
            plan = SeatingPlan.objects.create(
                session=session,
                number=last + 1,
                rounds=wanted.rounds,
                categories=list(wanted.categories),
                seed=wanted.seed,
                left_out=found.left_out,
                measures=found.measures,
                made_at=now,
                made_by=job.asked_by,
            )
            tables = {
                table.number: PlanTable.objects.create(
                    plan=plan,
                    number=table.number,
                    room_id=table.room,
                    capacity=table.capacity,
                    minimum=table.minimum,
                    features=list(table.features),
                )
                for table in wanted.tables
            }
            PlanSeat.objects.bulk_create(
                PlanSeat(plan=plan, round=number, person_id=person, table=tables[table])
                for number, seats in enumerate(found.rounds, start=1)
                for person, table in seats.items()
            )
            PlanFacilitator.objects.bulk_create(
                PlanFacilitator(plan=plan, round=number, person_id=person, table=tables[table])
                for number, seats in enumerate(found.facilitators, start=1)
                for table, person in seats.items()
            )
            _move(job, "complete", now, {"plan": plan, "finished_at": now})
            record_event(
                "seating_plan.make",
                obj=plan,
                assembly=session.assembly,
                actor=job.asked_by,
                now=now,
                details={"session": session.number, "number": plan.number, "seed": wanted.seed},
            )
    except IllegalMove:
        _log.warning("seating_ended_meanwhile", job=job.pk)


def _end(job: SeatingJob, verb: str, now: datetime, error: Mapping[str, Any]) -> bool:
    try:
        _move(job, verb, now, {"error": dict(error), "finished_at": now})
    except IllegalMove:
        return False
    return True


def _move(
    job: SeatingJob, verb: str, now: datetime, changes: Mapping[str, Any], *, actor: User | None = None
) -> None:
    details = {"session": job.session.number}
    move(
        JOB,
        job,
        verb,
        assembly=job.session.assembly,
        actor=actor,
        now=now,
        details=details,
        changes=changes,
    )


@transaction.atomic
def stop_seating(*, session: Session, actor: User, now: datetime) -> None:
    """Ask the computation under way to stop and keep its best plan so far; one that only waits ends at once.

    Raises:
        SeatingRefused: none is under way.
    """
    job = (
        SeatingJob.objects.select_for_update(no_key=True, of=("self",))
        .filter(session=session, state__in=UNDER_WAY)
        .first()
    )
    if job is None:
        raise SeatingRefused(_("Nothing is being computed any more."), code="not_under_way")
    if job.state == JobState.PENDING:
        _move(job, "cancel", now, {"finished_at": now}, actor=actor)
        return
    if job.stop_wanted_at is None:
        job.stop_wanted_at = now
        job.save(update_fields=["stop_wanted_at"])
        record_event(
            "seating_job.stop",
            obj=job,
            assembly=session.assembly,
            actor=actor,
            now=now,
            details={"session": session.number},
        )


def fail_silent_jobs(now: datetime) -> int:
    """Mark computations whose worker died, and those that no worker fetched, as failed; answer how many."""
    lost = SeatingJob.objects.filter(
        Q(state=JobState.RUNNING, heartbeat_at__lt=now - SILENT_FOR)
        | Q(state=JobState.PENDING, asked_at__lt=now - WAITING_FOR)
    )
    return sum(
        _end(job, "fail", now, {"code": "worker_stopped"}) for job in lost.select_related("session__assembly")
    )
