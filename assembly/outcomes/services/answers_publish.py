"""Clear an answer by name, and publish it: one by one, or all that a body owes together."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import GateClosed
from assembly.lifecycle import move
from assembly.models import User
from assembly.outcomes.answer_days import add_months
from assembly.outcomes.answer_rules import lacking
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.enums_responses import UNANSWERED, BodyPart, ConcernState, PublishMode, ResponseState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.lacking_words import lack_words
from assembly.outcomes.models import (
    Commitment,
    Concern,
    FormalResponse,
    Recommendation,
    ResponsePlan,
    ResponseVersion,
)
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.response_lifecycle import CONCERN, RESPONSE
from assembly.outcomes.selectors.answer_drafts import answer_of, draft_of
from assembly.outcomes.selectors.officials import clears_for, is_alone
from assembly.outcomes.services.answers import lock_response, lock_responses, record_response, stale, told
from assembly.outcomes.services.recommendations import lock_recommendations
from evidence.enums import Way


@transaction.atomic
def clear_answer(
    *,
    response: FormalResponse,
    revision: int,
    name: str,
    actor: User,
    now: datetime,
    is_signed_on_paper: bool = False,
) -> ResponseVersion:
    """Clear the draft as the page showed it (`revision`), under a name that is published with it.

    is_signed_on_paper: a clerk enters what somebody of the body signed; `name` is the signature.

    Raises:
        ChangedMeanwhile: the draft was changed since.
        GateClosed: the draft lacks something that its decision obliges to.
        ResponseRefused: there is no draft, it is cleared already, no name is given, whoever wrote it clears it, or
            they clear for another body only.
    """
    locked = lock_response(response)
    draft = open_draft(locked)
    if draft.revision != revision:
        raise stale()
    if not name.strip():
        raise ResponseRefused(_("Say who clears it, with the office."), code="no_name")
    if not is_signed_on_paper and not clears_for(actor, locked.body):
        raise ResponseRefused(_("You do not clear answers for this body."), code="no_approver")
    refuse_lacking(draft, now)
    if not is_signed_on_paper and draft.made_by_id == actor.pk and not is_alone(actor, locked.body_id):
        raise ResponseRefused(
            _("You wrote this draft last. Somebody else who clears for the body has to clear it."),
            code="own_draft",
        )
    draft.cleared_at, draft.cleared_by, draft.cleared_by_name = now, actor, name.strip()
    draft.save(update_fields=["cleared_at", "cleared_by", "cleared_by_name"])
    details = {
        "version": draft.number,
        # A body of one person has nobody else: the record says that one person wrote and cleared.
        "wrote_it": draft.made_by_id == actor.pk,
        "way": str(Way.PAPER if is_signed_on_paper else Way.ONLINE),
    }
    if locked.state == ResponseState.DRAFTING:
        move(
            RESPONSE,
            locked,
            "clear",
            assembly=locked.assembly,
            actor=actor,
            now=now,
            details=told(locked) | details,
        )
    else:
        record_response("clear", locked, actor, now, **details)
    return draft


@transaction.atomic
def publish_answers(
    *, responses: Sequence[FormalResponse], actor: User, now: datetime, is_part_enough: bool = False
) -> list[ResponseVersion]:
    """Publish cleared answers, all or none; return the versions that are public now.

    The lead's answer moves its recommendation; promises expect their first report; concerns that were passed on are
    answered. is_part_enough: where a plan wants all answers on one day, publish these though others are not ready.

    Raises:
        GateClosed: one of them lacks something by now (the day until which something is considered is over, say).
        ResponseRefused: one of them is not cleared, or others of the body are not ready.
    """
    lock_recommendations(Recommendation.objects.filter(pk__in=[each.recommendation_id for each in responses]))
    ordered = list(lock_responses(each.pk for each in responses).values())
    if not ordered:
        raise ResponseRefused(_("Choose at least one answer."), code="none_chosen")
    plan = ResponsePlan.objects.filter(assembly=ordered[0].assembly_id).first()
    if plan is not None and plan.mode == PublishMode.TOGETHER and not is_part_enough:
        _refuse_part(ordered)
    return [_publish(each, plan, actor, now) for each in ordered]


def _refuse_part(responses: Sequence[FormalResponse]) -> None:
    first = [each for each in responses if each.state in UNANSWERED]
    if not first:
        return
    rows = FormalResponse.objects.filter(body__in={each.body_id for each in first}, state__in=UNANSWERED)
    waiting = rows.exclude(pk__in=[each.pk for each in responses]).select_related("recommendation")
    numbers = [
        str(each.recommendation.report_number) for each in waiting.order_by("recommendation__report_number")
    ]
    if numbers:
        raise ResponseRefused(
            _("The plan wants all answers on one day. Not chosen, or not ready: %(numbers)s.")
            % {"numbers": ", ".join(numbers)},
            code="others_not_ready",
        )


def _publish(
    response: FormalResponse, plan: ResponsePlan | None, actor: User, now: datetime
) -> ResponseVersion:
    draft = draft_of(response)
    if draft is None or draft.cleared_at is None:
        raise ResponseRefused(
            _("The answer to recommendation %(n)s is not cleared.")
            % {"n": response.recommendation.report_number},
            code="not_cleared",
        )
    refuse_lacking(draft, now)
    _begin_reports(draft, plan, now)
    draft.published_at = now
    draft.save(update_fields=["published_at"])
    is_first = response.state in UNANSWERED
    verb = ("publish_interim" if draft.is_interim else "publish") if is_first else "revise"
    move(
        RESPONSE,
        response,
        verb,
        assembly=response.assembly,
        actor=actor,
        now=now,
        details=told(response) | {"version": draft.number, "decision": draft.decision},
        changes={"first_published_at": now} if verb == "publish" else {},
    )
    if not draft.is_interim:
        _answer_concerns(response, draft, actor, now)
        _move_recommendation(response, actor, now)
    return draft


def _begin_reports(draft: ResponseVersion, plan: ResponsePlan | None, now: datetime) -> None:
    """Say when the first report on each promise is due, before its words are kept for good."""
    months = plan.first_report_months if plan else ResponsePlan._meta.get_field("first_report_months").default
    draft.commitments.update(next_report_on=add_months(timezone.localdate(now), months))


def _answer_concerns(response: FormalResponse, version: ResponseVersion, actor: User, now: datetime) -> None:
    for concern in Concern.objects.filter(response=response, state=ConcernState.PASSED_ON):
        move(
            CONCERN,
            concern,
            "answer",
            assembly=response.assembly,
            actor=actor,
            now=now,
            details=told(response) | {"number": concern.number},
            changes={"answered_in": version},
        )


def _move_recommendation(response: FormalResponse, actor: User, now: datetime) -> None:
    """Move the recommendation, which is locked, when its lead answered, and once something is promised."""
    recommendation = Recommendation.objects.get(pk=response.recommendation_id)
    verbs = []
    if response.part == BodyPart.LEAD and recommendation.state == RecommendationState.SUBMITTED:
        verbs.append("respond")
    promised = Commitment.objects.filter(
        promised_in__response__recommendation=recommendation, promised_in__published_at__isnull=False
    )
    is_answered = verbs or recommendation.state in (RecommendationState.RESPONDED, RecommendationState.CLOSED)
    if is_answered and promised.exists():
        verbs.append("follow_up")
    for verb in verbs:
        recommendation = move(
            RECOMMENDATION,
            recommendation,
            verb,
            assembly=response.assembly,
            actor=actor,
            now=now,
            details={"number": recommendation.number, "report_number": recommendation.report_number},
        )


def open_draft(response: FormalResponse) -> ResponseVersion:
    """Return the draft while nobody has cleared it.

    Raises:
        ResponseRefused: there is none, or it is cleared.
    """
    draft = draft_of(response)
    if draft is None:
        raise ResponseRefused(_("There is no draft."), code="no_draft")
    if draft.cleared_at is not None:
        raise ResponseRefused(_("It is cleared already."), code="cleared")
    return draft


def refuse_lacking(draft: ResponseVersion, now: datetime) -> None:
    """Hold up what lacks something that its decision obliges to.

    Raises:
        GateClosed: names each lack.
    """
    found = lacking(answer_of(draft), timezone.localdate(now))
    if found:
        raise GateClosed([lack_words(each) for each in found])
