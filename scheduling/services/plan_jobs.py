"""Automatic placement: ask for it, stop it, take its proposal over or discard it."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.errors import ChangedMeanwhile
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.enums import PlacementState
from scheduling.errors import PlanRefused
from scheduling.models import AgendaItem, PlacementJob, PlanChange, Room, Session
from scheduling.placement_lifecycle import PLACEMENT, UNDER_WAY
from scheduling.services.plan import Place, check_place, lock_items, lock_plan, move_items, standing

SEEDS = 10**6
TASK = "scheduling.tasks.place_items"


@transaction.atomic
def start_placement(
    *,
    assembly: Assembly,
    items: Sequence[int],
    may_move: bool,
    seconds: int,
    source: random.Random,
    actor: User,
    now: datetime,
) -> PlacementJob:
    """Queue a search for places for items in the tray. While one waits or works, that one is returned.

    Raises:
        PlanRefused: there is nothing to place.
    """
    lock_plan(assembly)
    standing_job = PlacementJob.objects.filter(assembly=assembly, state__in=UNDER_WAY).first()
    if standing_job is not None:
        return standing_job
    waiting = AgendaItem.objects.filter(assembly=assembly, session=None, pk__in=items)
    keys = sorted(waiting.values_list("pk", flat=True))
    if not keys:
        raise PlanRefused(_("Choose at least one item that has no place yet."), code="nothing_to_place")
    last = PlacementJob.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    parameters = {
        "items": keys,
        "may_move": may_move,
        "seconds": seconds,
        "seed": source.randrange(SEEDS),
    }
    job = PlacementJob.objects.create(
        assembly=assembly, number=last + 1, parameters=parameters, created_at=now, created_by=actor
    )
    record_event(
        "placement.start",
        obj=job,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": job.number, **parameters},
    )
    queue_task(TASK, job.pk)
    return job


@transaction.atomic
def stop_placement(*, job: PlacementJob, actor: User, now: datetime) -> PlacementJob:
    """Stop a search: one that waits is cancelled at once, a working one at its next beat. Twice changes nothing.

    Raises:
        PlanRefused: it has ended.
    """
    locked = PlacementJob.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.state == PlacementState.PENDING:
        return move(
            PLACEMENT,
            locked,
            "cancel",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": locked.number},
            changes={"cancel_requested_at": now, "finished_at": now},
        )
    if locked.state != PlacementState.RUNNING:
        raise PlanRefused(_("This search has ended; there is nothing to stop."), code="has_ended")
    if locked.cancel_requested_at is None:
        locked.cancel_requested_at = now
        locked.save(update_fields=["cancel_requested_at"])
        record_event(
            "placement.stop",
            obj=locked,
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details={"number": locked.number},
        )
    return locked


@transaction.atomic
def apply_placement(*, job: PlacementJob, actor: User, now: datetime) -> PlanChange:
    """Place everything as proposed: one act on the programme, undone together.

    Raises:
        IllegalMove: it has no proposal, or was taken over or discarded already.
        ChangedMeanwhile: the programme changed since the proposal was computed.
        PlanRefused: a place of the proposal is none any more, or it places nothing.
    """
    assembly = lock_plan(job.assembly)
    moved = move(
        PLACEMENT,
        job,
        "apply",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": job.number},
        changes={"finished_at": now},
    )
    places = moved.result["places"]
    wanted = {place["room"] for place in places if place["room"] is not None}
    rooms = Room.objects.select_related("venue").in_bulk(wanted)
    if programme_digest(assembly) != moved.result["programme"] or len(rooms) != len(wanted):
        raise ChangedMeanwhile(
            _("The programme was changed since this proposal was made. Discard it and search again.")
        )
    if not places:
        raise PlanRefused(_("This proposal places nothing."), code="nothing_placed")
    items = lock_items(assembly, [place["item"] for place in places])
    before = {key: standing(item) for key, item in items.items()}
    sessions = Session.objects.select_related("venue").in_bulk({place["session"] for place in places})
    for each in places:
        item = items[each["item"]]
        place = Place(
            sessions[each["session"]], rooms.get(each["room"]), datetime.fromisoformat(each["starts_at"])
        )
        check_place(place)
        item.session, item.room, item.starts_at = place.session, place.room, place.starts_at
    return move_items(
        assembly=assembly,
        verb="automatic",
        items=items,
        before=before,
        actor=actor,
        now=now,
        details={"placement": job.number},
    )


def discard_placement(*, job: PlacementJob, actor: User, now: datetime) -> PlacementJob:
    """Put a proposal aside; nothing in the programme changes.

    Raises:
        IllegalMove: it has no proposal, or was taken over or discarded already.
    """
    return move(
        PLACEMENT,
        job,
        "discard",
        assembly=job.assembly,
        actor=actor,
        now=now,
        details={"number": job.number},
        changes={"finished_at": now},
    )


def programme_digest(assembly: Assembly) -> list[Any]:
    """Return how a programme stands, so that a proposal for another one is noticed: items by version, and days."""
    items = AgendaItem.objects.filter(assembly=assembly).order_by("pk").values_list("pk", "version")
    days = Session.objects.filter(assembly=assembly).order_by("pk").values_list("pk", "starts_at", "ends_at")
    return [
        [list(item) for item in items],
        [[key, begins.isoformat(), ends.isoformat()] for key, begins, ends in days],
    ]
