"""Ask bodies for answers: who leads, who supports, who is asked after a referral, and what is taken back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.outcomes.answer_days import due_day
from assembly.outcomes.enums import HANDED_OVER, RecommendationState
from assembly.outcomes.enums_responses import UNANSWERED, BodyPart, ResponseState
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import Body, FormalResponse, Recommendation, ResponseVersion
from assembly.outcomes.services.recommendations import lock_recommendation, lock_recommendations
from assembly.outcomes.services.response_plan import first_due_day, plan_of
from assembly.services.record import record_event

_UNTOUCHED = (ResponseState.DUE, ResponseState.ACKNOWLEDGED)


@transaction.atomic
def ask_body(
    *, recommendation: Recommendation, body: Body, part: str, actor: User, now: datetime
) -> FormalResponse:
    """Ask a body for its answer to a recommendation. Asked twice for the same part, it is one question.

    Raises:
        ResponseRefused: the recommendation was not handed over or is closed, the body cannot be asked or has another
            part, another body leads, or the plan says no due day.
    """
    # Of two who ask at once, the second finds what the first asked.
    fresh = lock_recommendation(recommendation)
    if fresh.state not in HANDED_OVER or fresh.state == RecommendationState.CLOSED:
        raise ResponseRefused(
            _("%(recommendation)s was not handed over, or is closed.") % {"recommendation": fresh},
            code="not_handed_over",
        )
    standing = fresh.responses.filter(body=body).first()
    if standing is not None:
        if standing.part == part:
            return standing
        raise ResponseRefused(
            _("%(body)s was asked about this already, with another part.") % {"body": body}, code="asked"
        )
    leads = part == BodyPart.LEAD
    if leads and (lead := fresh.responses.filter(part=BodyPart.LEAD).select_related("body").first()):
        raise ResponseRefused(
            _("%(body)s leads already. Change the lead instead.") % {"body": lead.body}, code="has_lead"
        )
    due_on = first_due_day(plan_of(fresh.assembly))
    return _ask(fresh, body, part, due_on, actor=actor, now=now)


@transaction.atomic
def ask_bodies(
    *,
    recommendations: list[Recommendation],
    lead: Body | None,
    supporting: list[Body],
    actor: User,
    now: datetime,
) -> int:
    """Ask the same bodies about many recommendations, all or none; return how many questions are new.

    Raises:
        ResponseRefused: as `ask_body`, for the first that cannot be asked.
    """
    wanted = [(body, BodyPart.SUPPORTING) for body in supporting if body != lead]
    if lead is not None:
        wanted.insert(0, (lead, BodyPart.LEAD))
    lock_recommendations(Recommendation.objects.filter(pk__in=[each.pk for each in recommendations]))
    before = FormalResponse.objects.filter(recommendation__in=recommendations).count()
    for recommendation in recommendations:
        for body, part in wanted:
            ask_body(recommendation=recommendation, body=body, part=part, actor=actor, now=now)
    return FormalResponse.objects.filter(recommendation__in=recommendations).count() - before


@transaction.atomic
def change_lead(*, recommendation: Recommendation, body: Body, actor: User, now: datetime) -> FormalResponse:
    """Let another body lead; the one that led supports, with what it has drafted. The due day stays.

    Raises:
        ResponseRefused: nobody leads, the lead's answer is published, or the body cannot be asked.
    """
    fresh = lock_recommendation(recommendation)
    # Both are locked: what either body does with its draft meanwhile is not written over.
    rows = fresh.responses.select_for_update(no_key=True, of=("self",)).order_by("pk")
    asked = {each.body_id: each for each in rows}
    lead = next((each for each in asked.values() if each.part == BodyPart.LEAD), None)
    if lead is None:
        raise ResponseRefused(_("Nobody leads yet: ask a body as the lead."), code="no_lead")
    if lead.body_id == body.pk:
        return lead
    if lead.state not in UNANSWERED:
        raise ResponseRefused(
            _("The body that leads has published its answer: the lead stays with it."), code="answered"
        )
    lead.part = BodyPart.SUPPORTING
    lead.save(update_fields=["part"])
    other = asked.get(body.pk)
    if other is None:
        _refuse_body(fresh, body)
        other = FormalResponse(assembly=fresh.assembly, recommendation=fresh, body=body)
        other.first_due_on, other.due_on = lead.first_due_on, lead.due_on
    elif other.state not in UNANSWERED:
        raise ResponseRefused(
            _("%(body)s has answered already, as a supporting body.") % {"body": body}, code="answered"
        )
    other.part = BodyPart.LEAD
    other.save()
    _record("change_lead", other, actor, now)
    return other


@transaction.atomic
def take_question_back(*, response: FormalResponse, actor: User, now: datetime) -> None:
    """Take a question back as long as nothing was drafted; the record keeps that it was asked.

    Raises:
        ResponseRefused: the body is at work on it, or other answers follow from it.
    """
    locked = FormalResponse.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "recommendation", "body"
    )
    fresh = locked.filter(pk=response.pk).first()
    if fresh is None:
        return
    if fresh.state not in _UNTOUCHED or fresh.versions.exists():
        raise ResponseRefused(
            _("%(body)s is at work on its answer: the question cannot be taken back any more.")
            % {"body": fresh.body},
            code="drafted",
        )
    _record("take_back", fresh, actor, now)
    fresh.delete()


@transaction.atomic
def follow_referral(
    *, response: FormalResponse, version: ResponseVersion, actor: User, now: datetime
) -> FormalResponse:
    """Ask the body to which a published answer referred; its time runs from the day of that answer.

    A body that was asked about the recommendation before owes its answer already: nothing changes then.

    Raises:
        ResponseRefused: the answer is not published, refers to no body that stands here, or no plan says how long.
    """
    fresh = lock_recommendation(response.recommendation)
    body, published_at = version.referred_to, version.published_at
    if version.response_id != response.pk or published_at is None or body is None:
        raise ResponseRefused(
            _("Only a published answer that refers to a body of the list can be followed."),
            code="no_referral",
        )
    standing = fresh.responses.filter(body=body).first()
    if standing is not None:
        return standing
    plan = plan_of(fresh.assembly)
    if plan is None:
        raise ResponseRefused(_("First say in the plan how long an answer takes."), code="no_plan")
    due_on = due_day(timezone.localdate(published_at), plan.amount, plan.unit)
    return _ask(fresh, body, BodyPart.SUPPORTING, due_on, actor=actor, now=now, followed_from=response)


def _refuse_body(recommendation: Recommendation, body: Body) -> None:
    if body.assembly_id != recommendation.assembly_id or not body.is_active:
        raise ResponseRefused(_("%(body)s cannot be asked.") % {"body": body}, code="inactive")


def _ask(
    recommendation: Recommendation,
    body: Body,
    part: str,
    due_on: date,
    *,
    actor: User,
    now: datetime,
    followed_from: FormalResponse | None = None,
) -> FormalResponse:
    _refuse_body(recommendation, body)
    response = FormalResponse.objects.create(
        assembly=recommendation.assembly,
        recommendation=recommendation,
        body=body,
        part=part,
        first_due_on=due_on,
        due_on=due_on,
        followed_from=followed_from,
    )
    _record("follow_referral" if followed_from else "ask", response, actor, now)
    return response


def _record(verb: str, response: FormalResponse, actor: User, now: datetime) -> None:
    details = {
        "recommendation": response.recommendation.report_number,
        "body": response.body.name,
        "part": str(response.part),
        "due_on": response.due_on,
    }
    home: Assembly = response.assembly
    record_event(f"response.{verb}", obj=response, assembly=home, actor=actor, now=now, details=details)
