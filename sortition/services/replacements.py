"""Replacement runs: put up seats that were given up, draw for them, and offer them to those drawn."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.errors import ReasonMissing
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import Objective, RunState
from sortition.enums_seats import GIVEN_UP, SeatOrigin, SeatState
from sortition.errors import ReplacementRefused
from sortition.lottery import Instance
from sortition.models import Respondent, RunData, Seat, SelectionRun
from sortition.repair_lists import change_from_list
from sortition.run_lifecycle import UNDER_WAY
from sortition.selectors.replacements import drawn_for, replacement_blockers, replacement_seed, vacancies_of
from sortition.selectors.residual import Relaxations, relaxations_after, residual_of
from sortition.selectors.runs import run_result, shares_of, snapshot_of
from sortition.services.runs import TASK
from sortition.services.seating_rule import why_nobody_replaces
from sortition.services.seats import fill_seat, move_seat
from sortition.snapshot import Snapshot, digest, pack, snapshot_bytes

TIME_LIMIT = 600
TO_SEEK = (*GIVEN_UP, SeatState.LEFT_VACANT)


def start_replacement(
    *,
    assembly: Assembly,
    seats: Collection[int],
    actor: User,
    now: datetime,
    relaxations: Relaxations = (),
    comment: str = "",
) -> SelectionRun:
    """Put seats up for replacement, freeze what is left to solve, queue its computation and return the run.

    seats: keys of places that were given up, wait already, or were left vacant. From now on whoever gave one up cannot
    take it back. The seed is worked out, never chosen. Pressing twice is harmless: while a run for the same seats on
    the same problem waits or works, that run is returned.

    Raises:
        ReplacementRefused: no seats, or one of them is held or was filled meanwhile, or everything is left vacant.
        NotReadyForLottery, LotteryError: the pool and the quotas make no problem.
    """
    wanted = sorted(set(seats))
    if not wanted:
        raise ReplacementRefused(_("Choose at least one seat."), code="no_seats")
    if reason := why_nobody_replaces(assembly, now):
        raise ReplacementRefused(reason, code="left_vacant")
    # Read before the transaction, so that a large pool holds no lock; the adoption compares once more.
    instance = residual_of(assembly, vacated=wanted, relaxations=relaxations)
    frozen = snapshot_bytes(Snapshot(instance, shares_of(assembly)))
    with transaction.atomic():
        Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
        found = _seek(assembly, wanted, actor=actor, now=now)
        numbers = [seat.number for seat in found]
        twin = _twin(assembly, wanted, digest(frozen))
        if twin is not None:
            return twin
        run = _make_run(assembly, instance, numbers, relaxations, comment=comment, actor=actor, now=now)
        run.vacancies.set(found)
        RunData.objects.create(run=run, snapshot=pack(frozen), snapshot_sha256=digest(frozen))
        record_event(
            "replacement.start",
            obj=run,
            assembly=assembly,
            actor=actor,
            now=now,
            details={
                "number": run.number,
                "seats": numbers,
                "places": ", ".join(map(str, numbers)),
                "seed": run.seed,
                "snapshot": digest(frozen),
                "relaxations": run.relaxations,
            },
        )
        queue_task(TASK, run.pk)
    return run


def _seek(assembly: Assembly, pks: Collection[int], *, actor: User, now: datetime) -> list[Seat]:
    """Let the seats wait for a replacement; those that wait already are left as they are."""
    found = []
    for seat in Seat.objects.filter(assembly=assembly, pk__in=pks).order_by("number"):
        if seat.state in TO_SEEK:
            found.append(move_seat(seat=seat, verb="seek", actor=actor, now=now))
        elif seat.state == SeatState.REPLACEMENT_PENDING:
            found.append(seat)
    if len(found) != len(pks):
        raise ReplacementRefused(
            _("One of these seats is held, or was filled meanwhile. Look at the panel again."),
            code="not_open",
        )
    return found


def _twin(assembly: Assembly, pks: list[int], sha256: str) -> SelectionRun | None:
    under_way = SelectionRun.objects.filter(
        assembly=assembly, is_replacement=True, state__in=UNDER_WAY, data__snapshot_sha256=sha256
    )
    same = (run for run in under_way if sorted(run.vacancies.values_list("pk", flat=True)) == pks)
    return next(same, None)


def _make_run(
    assembly: Assembly,
    instance: Instance,
    numbers: Collection[int],
    relaxations: Relaxations,
    *,
    comment: str,
    actor: User,
    now: datetime,
) -> SelectionRun:
    last = SelectionRun.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    return SelectionRun.objects.create(
        assembly=assembly,
        number=last + 1,
        seats=instance.seats,
        one_per_household=assembly.one_per_household,
        objective=Objective.LEXIMIN,
        seed=replacement_seed(assembly, numbers),
        is_replacement=True,
        relaxations=[list(row) for row in relaxations],
        comment=comment,
        time_limit=TIME_LIMIT,
        created_at=now,
        created_by=actor,
        pool_size=len(instance.people) - len(instance.fixed),
    )


def start_replacement_again(*, run: SelectionRun, actor: User, now: datetime) -> SelectionRun:
    """Start anew for the same seats, with what was relaxed for them; the seed is the same again.

    Raises:
        ReplacementRefused: the run is under way or its people have their seats; or as for `start_replacement`.
    """
    if run.state in UNDER_WAY or run.is_binding:
        raise ReplacementRefused(
            _("Run %(number)s is under way or was carried out.") % {"number": run.number}, code="not_ended"
        )
    seats = [seat.pk for seat in vacancies_of(run)]
    return start_replacement(
        assembly=run.assembly,
        seats=seats,
        actor=actor,
        now=now,
        relaxations=run.relaxations,
        comment=run.comment,
    )


def relax_replacement(*, run: SelectionRun, repair: int, actor: User, now: datetime) -> SelectionRun:
    """Start anew with the changes of one of the repairs that an impossible run found, for this replacement alone.

    The assembly's own targets stay as they were signed.

    Raises:
        ReplacementRefused: there is no such repair, or it changes the seats; or as for `start_replacement`.
    """
    repairs: list[Any] = run.error.get("repairs", []) if run.state == RunState.INFEASIBLE else []
    if not 0 <= repair < len(repairs):
        raise ReplacementRefused(_("This change is not on offer any more."), code="no_such_repair")
    changes = [change_from_list(change) for change in repairs[repair]["changes"]]
    relaxations = relaxations_after(snapshot_of(run).instance, run.relaxations, changes)
    return start_replacement(
        assembly=run.assembly,
        seats=[seat.pk for seat in vacancies_of(run)],
        actor=actor,
        now=now,
        relaxations=relaxations,
        comment=run.comment,
    )


@transaction.atomic
def adopt_replacement(*, run: SelectionRun, actor: User, now: datetime) -> list[Seat]:
    """Offer the run's seats to those drawn for them, all or none; return the rows that are now theirs.

    Refused where anybody else holds a seat than when the run was started, or quotas, caps or pool have changed. Of two
    who press at once the second is refused.

    Raises:
        ReplacementRefused: with all that stands in the way.
        IllegalMove: somebody drawn has left the pool at this very moment.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=run.assembly_id)
    locked = (
        SelectionRun.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=run.pk)
    )
    blockers = replacement_blockers(locked) if locked.is_replacement else [_("It is no replacement run.")]
    blockers += [reason] if (reason := why_nobody_replaces(locked.assembly, now)) else []
    result = None if blockers else run_result(locked)
    if result is None:
        raise ReplacementRefused(
            " ".join(blockers) or _("The run has no result."),
            code="not_adoptable",
            params={"blockers": blockers},
        )
    pairs = drawn_for(locked, result, vacancies_of(locked))
    locked.is_binding = True
    locked.save(update_fields=["is_binding"])
    people = Respondent.objects.in_bulk([pk for _seat, pk in pairs])
    is_rehearsal = locked.assembly.is_rehearsal
    given = [
        fill_seat(
            seat=seat,
            person=people[pk],
            origin=SeatOrigin.REHEARSAL if is_rehearsal else SeatOrigin.REPLACEMENT,
            run=locked,
            actor=actor,
            now=now,
        )
        for seat, pk in pairs
    ]
    record_event(
        "replacement.adopt",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={
            "number": locked.number,
            "seats": [seat.number for seat in given],
            "places": ", ".join(str(seat.number) for seat in given),
            "respondents": [seat.respondent_id for seat in given],
        },
    )
    return given


@transaction.atomic
def leave_vacant(*, seat: Seat, reason: str, actor: User, now: datetime) -> Seat:
    """Decide that nobody is asked for a seat that was given up; the reason is kept in the record.

    Raises:
        ReasonMissing: the reason is blank.
        IllegalMove: somebody holds the seat, or it is left vacant already.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why. It stands in the record."))
    locked = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if locked.state in GIVEN_UP:
        locked = move_seat(seat=locked, verb="seek", actor=actor, now=now)
    return move_seat(seat=locked, verb="leave", actor=actor, now=now, reason=reason.strip())
