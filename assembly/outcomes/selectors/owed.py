"""What bodies owe and what they answered: lists with countdowns, what is still to be asked, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.enums_responses import (
    UNANSWERED,
    BodyPart,
    Decision,
    ExtensionState,
    ResponseState,
)
from assembly.outcomes.late_days import late_since
from assembly.outcomes.models import (
    Body,
    Extension,
    FormalResponse,
    Official,
    Recommendation,
    ResponseVersion,
)
from assembly.outcomes.selectors.officials import ANSWERING

OPEN_TO_BODIES = (
    RecommendationState.SUBMITTED,
    RecommendationState.RESPONDED,
    RecommendationState.IN_FOLLOW_UP,
)
"""The states in which a recommendation can be put to a body."""


@dataclass(frozen=True, slots=True)
class WantedAnswers:
    """What the list is narrowed to; "" is everything."""

    body: str = ""
    state: str = ""
    decision: str = ""
    late: str = ""
    words: str = ""


def responses_of(assembly: Assembly) -> QuerySet[FormalResponse]:
    """Return what is owed, late ones first by the day on which they are due, then what is answered."""
    published = ResponseVersion.objects.filter(response=OuterRef("pk"), published_at__isnull=False)
    last = published.exclude(decision="").order_by("-number")
    wishes = Extension.objects.filter(response=OuterRef("pk"), state=ExtensionState.ASKED)
    found = FormalResponse.objects.filter(assembly=assembly).select_related(
        "recommendation__frozen_version", "recommendation__theme", "body"
    )
    return found.annotate(
        decision=Subquery(last.values("decision")[:1]),
        has_interim=Exists(published.filter(is_interim=True)),
        wants_time=Exists(wishes),
        is_answered=Case(
            When(state__in=UNANSWERED, then=Value(False)), default=Value(True), output_field=BooleanField()
        ),
    ).order_by("is_answered", "due_on", "recommendation__report_number", "part", "pk")


def narrowed(found: QuerySet[FormalResponse], wanted: WantedAnswers, today: date) -> QuerySet[FormalResponse]:
    """Return those that are wanted; a number finds the recommendation that has it in the report."""
    if wanted.body.isdecimal() and len(wanted.body) < 10:
        found = found.filter(body=int(wanted.body))
    if wanted.state in ResponseState.values:
        found = found.filter(state=wanted.state)
    if wanted.decision in Decision.values:
        found = found.filter(decision=wanted.decision)
    if wanted.late == "late":
        found = found.filter(state__in=UNANSWERED, due_on__lt=today)
    elif wanted.late == "time":
        found = found.filter(wants_time=True, state__in=UNANSWERED)
    words = wanted.words.strip()
    if words.isdecimal() and len(words) < 6:
        return found.filter(recommendation__report_number=int(words))
    for word in words.split():
        found = found.filter(
            Q(recommendation__frozen_version__title__icontains=word)
            | Q(recommendation__frozen_version__text__icontains=word)
        )
    return found


def countdown(response: FormalResponse, today: date) -> str:
    """Say how many days are left of what is owed, or by how many it is late; "" once it is answered."""
    if not response.is_owed:
        return ""
    days = (response.due_on - today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def with_countdowns(found: Iterable[FormalResponse], today: date) -> list[FormalResponse]:
    """Return rows that say how long there is, whether they are late, and what was decided."""
    rows = list(found)
    for each in rows:
        each.countdown = countdown(each, today)
        each.is_late = each.is_owed and late_since(each.due_on, today) is not None
        each.decision_label = Decision(each.decision).label if each.decision else ""
    return rows


def bodies_with_figures(assembly: Assembly, today: date) -> QuerySet[Body]:
    """Return bodies with how many officials they have, and how many answers they owe and owe late."""
    owed = Q(responses__state__in=UNANSWERED)
    return Body.objects.filter(assembly=assembly).annotate(
        official_count=Count("officials", distinct=True),
        owed_count=Count("responses", filter=owed, distinct=True),
        late_count=Count("responses", filter=owed & Q(responses__due_on__lt=today), distinct=True),
        asked_count=Count("responses", distinct=True),
    )


def recommendations_to_ask_about(assembly: Assembly) -> QuerySet[Recommendation]:
    """Return what was handed over, those without a lead first; `responses` come with their bodies."""
    lead = FormalResponse.objects.filter(recommendation=OuterRef("pk"), part=BodyPart.LEAD)
    found = Recommendation.objects.filter(assembly=assembly, state__in=OPEN_TO_BODIES)
    found = found.select_related("theme", "frozen_version").prefetch_related("responses__body")
    return found.annotate(has_lead=Exists(lead)).order_by("has_lead", "report_number")


def bodies_to_ask(assembly: Assembly) -> QuerySet[Body]:
    """Return the bodies that can be asked."""
    return Body.objects.filter(assembly=assembly, is_active=True)


def bodies_nobody_signs_in_for(assembly: Assembly) -> QuerySet[Body]:
    """Return bodies that owe an answer and have no official who can sign in."""
    owed = FormalResponse.objects.filter(body=OuterRef("pk"), state__in=UNANSWERED)
    officials = Official.objects.filter(
        body=OuterRef("pk"),
        user__is_active=True,
        user__appointments__assembly=assembly,
        user__appointments__role__in=ANSWERING,
    )
    return Body.objects.filter(Exists(owed), ~Exists(officials), assembly=assembly)


def open_wishes(assembly: Assembly) -> QuerySet[Extension]:
    """Return the wishes for more time that wait for a decision, of answers that are still owed."""
    found = Extension.objects.filter(
        response__assembly=assembly, response__state__in=UNANSWERED, state=ExtensionState.ASKED
    )
    return found.select_related("response__recommendation", "response__body").order_by("asked_at")
