"""Welfare calls: wanted when somebody considered leaving and agreed to be called; made by whom they know, and noted."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.evaluation.enums_surveys import WelfareOutcome, WelfareState
from assembly.evaluation.errors_surveys import WelfareRefused
from assembly.evaluation.models import SurveyWave, WelfareCall, WelfareNote
from assembly.evaluation.selectors.welfare import callers_of
from assembly.evaluation.usual_contacts import contact_of
from assembly.evaluation.welfare_lifecycle import WELFARE
from assembly.lifecycle import move
from assembly.models import Person, User
from assembly.services.record import record_event

TOMORROW = timedelta(days=1)


def want_call(*, wave: SurveyWave, person: Person, now: datetime) -> WelfareCall:
    """Want a call in the caller's transaction, by whoever spoke with them last; one for each wave."""
    call, _made = WelfareCall.objects.get_or_create(
        wave=wave,
        person=person,
        defaults={
            "assembly": wave.assembly,
            "assigned_to": contact_of(person),
            "asked_on": timezone.localdate(now),
        },
    )
    return call


def drop_call(*, wave: SurveyWave, person: Person) -> None:
    """Take back, in the caller's transaction, a call that nobody has tried to make yet: they answered otherwise now."""
    WelfareCall.objects.filter(wave=wave, person=person, state=WelfareState.DUE).delete()


@transaction.atomic
def note_call(
    *, call: WelfareCall, outcome: str, text: str, again_on: date | None, actor: User, now: datetime
) -> WelfareCall:
    """Note what came of a call; again_on is the day to try again, where somebody was not reached.

    Raises:
        WelfareRefused: the day to try again has passed (`day_passed`).
        IllegalMove: nothing is left to be done.
    """
    verb, today = WelfareOutcome(outcome), timezone.localdate(now)
    if again_on is not None and again_on < today:
        raise WelfareRefused(_("This day has passed. Choose today or a later one."), code="day_passed")
    if verb == WelfareOutcome.MISS:
        again_on = again_on or today + TOMORROW
    elif verb != WelfareOutcome.REACH:
        again_on = None
    locked = _locked(call)
    moved = move(
        WELFARE,
        locked,
        verb,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.pk},
        changes={
            "again_on": again_on,
            "reminded_on": None,
            # Whoever called first is the contact from now on.
            "assigned_to_id": locked.assigned_to_id or actor.pk,
        },
    )
    WelfareNote.objects.create(call=moved, at=now, by=actor, outcome=verb, text=text.strip())
    return moved


@transaction.atomic
def assign_call(*, call: WelfareCall, user: User | None, actor: User, now: datetime) -> WelfareCall:
    """Give a call to somebody who may make it, or to whoever takes it first.

    Raises:
        WelfareRefused: nothing is left to be done (`over`), or they may not make it (`may_not`).
    """
    locked = _locked(call)
    if not locked.is_open:
        raise WelfareRefused(_("This call is done."), code="over")
    if user is not None and not callers_of(locked.assembly).filter(pk=user.pk).exists():
        raise WelfareRefused(_("This person may not make welfare calls here."), code="may_not")
    locked.assigned_to, locked.reminded_on = user, None
    locked.save(update_fields=["assigned_to", "reminded_on"])
    details = {"number": locked.pk, "to": user.pk if user else None}
    record_event(
        "welfare.assign", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )
    return locked


def _locked(call: WelfareCall) -> WelfareCall:
    return (
        WelfareCall.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=call.pk)
    )
