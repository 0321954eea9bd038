"""Search for places in a worker: claim the job, beat while it computes, write its end in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from assembly.errors import IllegalMove
from assembly.heartbeat import Clock, Heart
from assembly.lifecycle import move
from assembly.services.record import record_event
from scheduling.enums import PlacementState
from scheduling.models import PlacementJob
from scheduling.placement_lifecycle import PLACEMENT
from scheduling.planning.placement import place
from scheduling.planning.placement_phases import held_back
from scheduling.planning.placement_results import Placement
from scheduling.planning.programme import Programme
from scheduling.selectors.plan_programme import Plan, plan_of
from scheduling.services.plan import OVER
from scheduling.services.plan_jobs import programme_digest

SILENT_FOR = timedelta(minutes=3)
"""A working job whose row has not been touched for so long has lost its worker; searches are short."""

WAITING_FOR = timedelta(minutes=10)
"""So long a job may wait for a worker."""

_log = structlog.get_logger(__name__)


def do_placement(job_id: int, *, clock: Clock) -> bool:
    """Compute a pending job to its end; answer False where there was nothing to claim.

    Nothing in the programme changes: the result is a proposal, with the versions of what it was computed for.
    """
    job = claim_job(job_id, now=clock())
    if job is None:
        return False
    working = PlacementJob.objects.filter(state=PlacementState.RUNNING)
    heart = Heart(working, job.pk, clock, stop_in="cancel_requested_at")
    wanted = job.parameters
    try:
        with transaction.atomic():
            digest = programme_digest(job.assembly)
            plan = plan_of(job.assembly)
        programme = still_to_come(plan, clock())
        placement = place(
            programme,
            items=named_items(plan, wanted, clock()),
            seconds=wanted["seconds"],
            seed=wanted["seed"],
            should_stop=heart.is_stop_wanted,
        )
        result = {"programme": digest, **as_result(placement, programme)}
    except Exception:
        _log.exception("placement_failed", job=job.pk)
        _finish(job, "fail", clock(), {"code": "internal"})
    except BaseException:
        # The worker is being stopped in mid-search: say so at once instead of leaving it to the clock.
        _finish(job, "fail", clock(), {"code": "worker_stopped"})
        raise
    else:
        if heart.is_stop_wanted():
            _finish(job, "cancel", clock(), {})
        else:
            _finish(job, "propose", clock(), result)
    return True


def claim_job(job_id: int, *, now: datetime) -> PlacementJob | None:
    """Take a pending job for this worker; None where another has it. The conditional update decides between two."""
    with transaction.atomic():
        claimed = PlacementJob.objects.filter(pk=job_id, state=PlacementState.PENDING).update(
            state=PLACEMENT.target(PlacementState.PENDING, "claim"), started_at=now, heartbeat_at=now
        )
        if not claimed:
            return None
        job = PlacementJob.objects.select_related("assembly").get(pk=job_id)
        record_event(
            "placement.claim",
            obj=job,
            assembly=job.assembly,
            actor=None,
            now=now,
            details={"number": job.number},
        )
    return job


def fail_silent_placements(now: datetime) -> int:
    """Mark jobs whose worker is gone, or that no worker fetches, as failed; answer how many. Idempotent."""
    silent = PlacementJob.objects.filter(
        Q(state=PlacementState.RUNNING, heartbeat_at__lt=now - SILENT_FOR)
        | Q(state=PlacementState.PENDING, created_at__lt=now - WAITING_FOR)
    )
    return sum(
        _finish(job, "fail", now, {"code": "worker_stopped"}) for job in silent.select_related("assembly")
    )


def still_to_come(plan: Plan, now: datetime) -> Programme:
    """Return the programme without the sessions that have begun: nothing is placed in what may have passed."""
    open_days = _open_days(plan, now)
    days = tuple(day for day in plan.programme.sessions if day.key in open_days)
    return replace(plan.programme, sessions=days)


def named_items(plan: Plan, wanted: Mapping[str, Any], now: datetime) -> list[int]:
    """Return what may be given a place: what was asked for and, where others may move, what stands in days to come."""
    asked = [key for key in wanted["items"] if key in plan.items and not plan.items[key].is_placed]
    if not wanted["may_move"]:
        return asked
    open_days = _open_days(plan, now)
    return asked + [item.pk for item in plan.items.values() if item.session_id in open_days]


def _open_days(plan: Plan, now: datetime) -> set[int]:
    return {key for key, day in plan.sessions.items() if day.state not in OVER and day.starts_at > now}


def as_result(placement: Placement, programme: Programme) -> dict[str, Any]:
    """Return a placement as JSON: places (moves marked), what has none and why, what phases have held back."""
    places = {each.item_key: each.place for each in (*placement.placed, *placement.moved)}
    return {
        "held_back": [
            {
                "item": each.item_key,
                "session": each.place.session_key,
                "room": each.place.room_key,
                "starts_at": each.place.start.isoformat(),
                "because": list(each.because),
            }
            for each in held_back(programme.with_places(places), places)
        ],
        "places": [
            {
                "item": each.item_key,
                "session": each.place.session_key,
                "room": each.place.room_key,
                "starts_at": each.place.start.isoformat(),
                "moves": each in placement.moved,
            }
            for each in (*placement.placed, *placement.moved)
        ],
        "unplaced": [
            [each.item_key, [[reason.code, _as_json(reason.params)] for reason in each.reasons]]
            for each in placement.unplaced
        ],
        "is_optimal": placement.is_optimal,
    }


def _as_json(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in params.items()
    }


def _finish(job: PlacementJob, verb: str, now: datetime, result: Mapping[str, Any]) -> bool:
    """Write result, state and event together; a job that ended meanwhile stays as it is."""
    try:
        move(
            PLACEMENT,
            job,
            verb,
            assembly=job.assembly,
            actor=None,
            now=now,
            details={"number": job.number, **({"code": result["code"]} if "code" in result else {})},
            changes={"finished_at": now, "heartbeat_at": now, "result": dict(result)},
        )
    except IllegalMove:
        _log.warning("placement_ended_meanwhile", job=job.pk, verb=verb)
        return False
    return True
