"""Take a seating plan into use, or set one aside."""

from datetime import datetime

from django.db import transaction

from assembly.lifecycle import move
from assembly.models import User
from assembly.services.record import record_event
from scheduling.enums_tables import PlanState
from scheduling.models import SeatingPlan, Session
from scheduling.seating_lifecycle import PLAN


@transaction.atomic
def use_plan(*, plan: SeatingPlan, actor: User, now: datetime) -> SeatingPlan:
    """Make a plan the one that counts: members and facilitators see it; the one before is set aside.

    Raises:
        IllegalMove: it is in use already.
    """
    # The session's row is the lock: of two who press at once, one plan after the other is in use, never both.
    session = Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.session_id)
    # All its plans before the record: whoever changes one by hand holds its row and waits for the record.
    plans = SeatingPlan.objects.filter(session=session).order_by("pk").select_for_update(no_key=True)
    for other in [each for each in plans if each.state == PlanState.IN_USE and each.pk != plan.pk]:
        _move(other, "supersede", actor, now)
    return _move(plan, "use", actor, now)


@transaction.atomic
def set_plan_aside(*, plan: SeatingPlan, actor: User, now: datetime) -> SeatingPlan:
    """Keep a plan, but out of the way: a draft that is not wanted, or one in use that no longer counts.

    Raises:
        IllegalMove: it is set aside already.
    """
    # Which verb it is depends on the state under the lock: somebody may have taken the draft into use meanwhile.
    locked = SeatingPlan.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
    verb = "supersede" if locked.state == PlanState.IN_USE else "set_aside"
    return _move(plan, verb, actor, now)


def _move(plan: SeatingPlan, verb: str, actor: User, now: datetime) -> SeatingPlan:
    details = {"session": plan.session.number, "number": plan.number}
    return move(PLAN, plan, verb, assembly=plan.session.assembly, actor=actor, now=now, details=details)


@transaction.atomic
def record_paper(*, plan: SeatingPlan, kind: str, actor: User, now: datetime) -> None:
    """Record that somebody took names out of the house on paper."""
    record_event(
        "seating_plan.paper",
        obj=plan,
        assembly=plan.session.assembly,
        actor=actor,
        now=now,
        details={"session": plan.session.number, "number": plan.number, "kind": kind},
    )
