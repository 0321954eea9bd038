"""Alternates: set dropout rates, have people chosen who stand by, and call one of them to a seat."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.errors import ChangedMeanwhile, IllegalMove
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.alternates_lifecycle import ALTERNATES
from sortition.enums_seats import GIVEN_UP, AlternatesState, SeatOrigin, SeatState
from sortition.errors import AlternatesRefused, NotReadyForLottery, ReplacementRefused
from sortition.lottery import Alternates, LotteryError, choose_alternates, deviation_with
from sortition.models import Alternate, AlternateSet, DropoutRate, Respondent, Seat, Value
from sortition.selectors.alternates import (
    chances_when_drawn,
    dropout_model,
    held_problem,
    next_in_line,
    rates_of,
    standing_by,
    still_there,
)
from sortition.selectors.residual import misfit_of, residual_of
from sortition.selectors.runs import binding_run
from sortition.services.seating_rule import why_nobody_replaces
from sortition.services.seats import fill_seat, move_seat
from sortition.snapshot import canonical

TASK = "sortition.tasks.choose_alternates"
MOST = 60
"""More alternates than this are no standby but a second panel."""

SILENT_FOR = timedelta(hours=1)
"""A choice takes under a minute for a pool of hundreds and some minutes for one of thirty thousand."""

Clock = Callable[[], datetime]
_log = structlog.get_logger(__name__)


@transaction.atomic
def set_rates(
    *,
    assembly: Assembly,
    everybody: Decimal,
    by_value: Mapping[int, Decimal | None],
    actor: User,
    now: datetime,
) -> None:
    """Write how many of a hundred stay: of everybody, and of values that differ; None takes a value's rate away."""
    before = rates_of(assembly)
    DropoutRate.objects.update_or_create(assembly=assembly, value=None, defaults={"stay": everybody})
    for value in Value.objects.filter(category__assembly=assembly, pk__in=list(by_value)):
        stay = by_value[value.pk]
        if stay is None:
            DropoutRate.objects.filter(value=value).delete()
        else:
            DropoutRate.objects.update_or_create(value=value, assembly=assembly, defaults={"stay": stay})
    after = rates_of(assembly)
    if before != after:
        record_event(
            "alternates.rates",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"before": before.as_json(), "after": after.as_json()},
        )


@transaction.atomic
def ask_for_alternates(*, assembly: Assembly, wanted: int, actor: User, now: datetime) -> AlternateSet:
    """Have alternates chosen in the background, by the rates as they stand; return the choice that is under way.

    Asking while one is under way returns that one. Who of people alike stands by is drawn with a seed that follows
    from the panel's run and the number of the choice.

    Raises:
        AlternatesRefused: there is no panel, or another number than 1 to 60 is wanted.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    run = binding_run(assembly)
    if run is None:
        raise AlternatesRefused(_("There is no panel yet to stand by for."), code="no_panel")
    if not 1 <= wanted <= MOST:
        raise AlternatesRefused(_("Choose between 1 and %(most)s alternates.") % {"most": MOST}, code="count")
    known = AlternateSet.objects.filter(assembly=assembly)
    if under_way := known.filter(state=AlternatesState.WORKING).first():
        return under_way
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    seed = hashlib.sha256(canonical({"run": run.number, "seed": run.seed, "alternates": number})).hexdigest()
    chosen = AlternateSet.objects.create(
        assembly=assembly,
        number=number,
        wanted=wanted,
        seed=int(seed, 16) % 10**12,
        rates=rates_of(assembly).as_json(),
        asked_at=now,
        asked_by=actor,
    )
    record_event(
        "alternates.ask",
        obj=chosen,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": number, "people": wanted, "seed": chosen.seed},
    )
    queue_task(TASK, chosen.pk)
    return chosen


def do_choice(set_id: int, *, clock: Clock) -> bool:
    """Choose the alternates that somebody asked for and compare them; answer False where there was nothing to do.

    No transaction is open while the engine computes. A choice that was taken for dead meanwhile stays as it is.
    """
    chosen = AlternateSet.objects.select_related("assembly").filter(pk=set_id).first()
    if chosen is None or chosen.state != AlternatesState.WORKING:
        return False
    model = dropout_model(chosen.rates)
    try:
        instance, panel = held_problem(chosen.assembly)
        found = choose_alternates(instance, panel, chosen.wanted, model, seed=chosen.seed)
        line = next_in_line(instance, panel, chances_when_drawn(chosen.assembly), chosen.wanted)
        naive = deviation_with(instance, panel, line, model, seed=chosen.seed)
    except (LotteryError, NotReadyForLottery, ReplacementRefused) as error:
        _fail(chosen, {"code": error.code, "detail": str(error)}, clock())
    except Exception:
        _log.exception("choice_of_alternates_failed", alternates=chosen.pk)
        _fail(chosen, {"code": "internal"}, clock())
    else:
        _propose(chosen, found, naive, clock())
    return True


def _propose(chosen: AlternateSet, found: Alternates, naive: float, now: datetime) -> None:
    figures = {
        "chosen_at": now,
        "with_set": found.fresh,
        "with_next": naive,
        "with_none": found.without,
        "is_proven": found.is_proven,
    }
    try:
        with transaction.atomic():
            move(
                ALTERNATES,
                chosen,
                "propose",
                assembly=chosen.assembly,
                actor=None,
                now=now,
                details={"number": chosen.number, "respondents": [int(name) for name in found.ids]},
                changes=figures,
            )
            Alternate.objects.bulk_create(
                Alternate(alternates=chosen, rank=rank, respondent_id=int(name))
                for rank, name in enumerate(found.ids, start=1)
            )
    except IllegalMove:
        _log.warning("choice_of_alternates_ended_meanwhile", alternates=chosen.pk)


def _fail(chosen: AlternateSet, error: dict[str, str], now: datetime) -> bool:
    try:
        move(
            ALTERNATES,
            chosen,
            "fail",
            assembly=chosen.assembly,
            actor=None,
            now=now,
            details={"number": chosen.number, "code": error["code"]},
            changes={"error": error},
        )
    except IllegalMove:
        return False
    return True


def fail_silent_choices(now: datetime) -> int:
    """Mark choices that nobody has been working on for an hour as failed; answer how many."""
    silent = AlternateSet.objects.filter(state=AlternatesState.WORKING, asked_at__lt=now - SILENT_FOR)
    return sum(_fail(each, {"code": "worker_stopped"}, now) for each in silent.select_related("assembly"))


@transaction.atomic
def let_stand_by(*, alternates: AlternateSet, actor: User, now: datetime) -> AlternateSet:
    """Make proposed alternates those who stand by; others who did are set aside.

    Raises:
        IllegalMove: they are not proposed.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=alternates.assembly_id)
    others = AlternateSet.objects.filter(assembly=alternates.assembly_id, state=AlternatesState.CURRENT)
    for other in others:
        set_aside(alternates=other, actor=actor, now=now)
    return move(
        ALTERNATES,
        alternates,
        "stand_by",
        assembly=alternates.assembly,
        actor=actor,
        now=now,
        details={"number": alternates.number},
    )


def set_aside(*, alternates: AlternateSet, actor: User, now: datetime) -> AlternateSet:
    """Let nobody of a set stand by any more.

    Raises:
        IllegalMove: they neither stand by nor are proposed.
    """
    return move(
        ALTERNATES,
        alternates,
        "set_aside",
        assembly=alternates.assembly,
        actor=actor,
        now=now,
        details={"number": alternates.number},
    )


def call_alternate(*, seat: Seat, respondent: int, actor: User, now: datetime) -> Seat:
    """Offer a seat that was given up to an alternate who stands by, in one step; return the row that is now theirs.

    Raises:
        AlternatesRefused: the person does not stand by, can no longer be drawn, lives with somebody on the panel, or
            would keep quotas from being met that could be met without them.
        ChangedMeanwhile: seats or the pool changed while that was worked out.
        IllegalMove: somebody holds the seat, or it was filled.
    """
    if reason := why_nobody_replaces(seat.assembly, now):
        raise AlternatesRefused(reason, code="left_vacant")
    # Worked out before the transaction; what it rests on is compared once more under the lock.
    before = residual_of(seat.assembly, vacated=[seat.pk])
    if reason := misfit_of(before, str(respondent)):
        raise AlternatesRefused(reason, code="does_not_fit")
    with transaction.atomic():
        home = Assembly.objects.select_for_update(no_key=True).get(pk=seat.assembly_id)
        current = AlternateSet.objects.filter(assembly=home, state=AlternatesState.CURRENT).first()
        rows = [] if current is None else still_there(standing_by(current))
        if respondent not in [row.alternate.respondent_id for row in rows]:
            raise AlternatesRefused(
                _("This person does not stand by any more. Choose somebody else."), code="not_standing_by"
            )
        if residual_of(home, vacated=[seat.pk]) != before:
            raise ChangedMeanwhile(_("Meanwhile something changed on the panel or in the pool. Look again."))
        locked = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
        if locked.state in (*GIVEN_UP, SeatState.LEFT_VACANT):
            locked = move_seat(seat=locked, verb="seek", actor=actor, now=now)
        return fill_seat(
            seat=locked,
            person=Respondent.objects.get(pk=respondent),
            origin=SeatOrigin.ALTERNATE,
            run=None,
            actor=actor,
            now=now,
        )
