"""The plan of the answer: by when bodies answer, and what a change of it means for those that were asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.outcomes.answer_days import due_day
from assembly.outcomes.enums_responses import UNANSWERED
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import FormalResponse, ResponsePlan
from assembly.services.record import record_event
from scheduling.selectors.seen import seen_of


@dataclass(frozen=True, slots=True)
class MovedDay:
    """What a change of the plan would do to one answer that is owed."""

    response: FormalResponse
    due_on: date


def plan_of(assembly: Assembly) -> ResponsePlan | None:
    """Return the plan, None before there is one."""
    return ResponsePlan.objects.filter(assembly=assembly).select_related("authority").first()


def first_due_day(plan: ResponsePlan | None) -> date:
    """Return by when a body answers that is asked now: reckoned from the day of handing over, whenever it is asked.

    Raises:
        ResponseRefused: nobody has said how long an answer takes, or when the report was handed over.
    """
    if plan is None or plan.handed_over_on is None:
        raise ResponseRefused(
            _("First say in the plan how long an answer takes and on what day the report was handed over."),
            code="no_plan",
        )
    return due_day(plan.handed_over_on, plan.amount, plan.unit)


def days_that_would_move(plan: ResponsePlan) -> list[MovedDay]:
    """Return, for a plan as it stands in memory, the answers still owed whose due day it would move.

    Those that follow a referral run from a day of their own. More time that was granted is never taken back.
    """
    if plan.handed_over_on is None or plan.assembly_id is None:
        return []
    day = due_day(plan.handed_over_on, plan.amount, plan.unit)
    owed = FormalResponse.objects.filter(
        assembly=plan.assembly_id, state__in=UNANSWERED, followed_from=None
    ).exclude(first_due_on=day)
    found = owed.select_related("recommendation", "body").order_by("recommendation__report_number", "pk")
    return [MovedDay(each, _moved(each, day)) for each in found]


@transaction.atomic
def save_plan(
    *,
    assembly: Assembly,
    facts: Mapping[str, Any],
    seen: str,
    moves_due_days: bool,
    actor: User,
    now: datetime,
) -> ResponsePlan:
    """Keep the plan; where `moves_due_days`, answers that are owed are due as it says now.

    facts: fields of the plan by their names. seen: the mark of what the form showed.

    Raises:
        ChangedMeanwhile: somebody else changed the plan since.
        ResponseRefused: the report would be handed over in the future.
    """
    home = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    plan = ResponsePlan.objects.filter(assembly=home).first() or ResponsePlan(assembly=home)
    if seen != seen_of(plan):
        raise ChangedMeanwhile(_("Somebody else changed the plan meanwhile. Compare before you save again."))
    for name, value in facts.items():
        setattr(plan, name, value)
    today = timezone.localdate(now)
    if plan.handed_over_on is not None and plan.handed_over_on > today:
        raise ResponseRefused(_("The report cannot have been handed over in the future."), code="in_future")
    plan.save()
    moved = _move_days(plan, today) if moves_due_days else []
    details = {
        "amount": plan.amount,
        "unit": plan.unit,
        "mode": plan.mode,
        "handed_over_on": plan.handed_over_on,
        "moved": len(moved),
    }
    record_event("response.plan", obj=plan, assembly=home, actor=actor, now=now, details=details)
    return plan


def _move_days(plan: ResponsePlan, today: date) -> list[FormalResponse]:
    found = days_that_would_move(plan)
    # An answer may be published while this runs: the lock lets one of the two see what the other did.
    keys = [each.response.pk for each in found]
    locked = FormalResponse.objects.select_for_update(no_key=True).filter(pk__in=keys, state__in=UNANSWERED)
    rows, day = list(locked.order_by("pk")), first_due_day(plan)
    for response in rows:
        response.due_on, response.first_due_on = _moved(response, day), day
        if response.due_on >= today:
            response.overdue_since = None
    FormalResponse.objects.bulk_update(rows, ["due_on", "first_due_on", "overdue_since"])
    return rows


def _moved(response: FormalResponse, day: date) -> date:
    has_more_time = response.due_on > response.first_due_on
    return max(response.due_on, day) if has_more_time else day
