"""What officials see of what their bodies owe and have answered."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from assembly.models import Assembly, AuditEvent, User
from assembly.outcomes.answer_rules import lacking
from assembly.outcomes.enums_responses import UNANSWERED, ConcernState, ResponseState
from assembly.outcomes.models import Body, Concern, FormalResponse, Official, ResponseVersion
from assembly.outcomes.selectors.answer_drafts import answer_of
from assembly.outcomes.selectors.clearing import waits_to_be_cleared
from assembly.outcomes.selectors.officials import bodies_of
from assembly.outcomes.selectors.owed import responses_of, with_countdowns
from assembly.outcomes.vague_words import vague_words


def own_responses(user: User, assembly: Assembly, now: datetime) -> QuerySet[FormalResponse]:
    """Return what the bodies of an official owe and have answered, late first; of other bodies nothing.

    `clears` says of each whether the official clears for its body.
    """
    bodies = bodies_of(user, assembly, timezone.localdate(now))
    clearing = Official.objects.filter(body=OuterRef("body"), user=user, is_approver=True)
    return responses_of(assembly).filter(body__in=bodies.values("pk")).annotate(clears=Exists(clearing))


def inbox(user: User, assembly: Assembly, now: datetime) -> list[FormalResponse]:
    """Return them with countdowns, who is named, `draft` (the version that is not published), and whether it waits."""
    drafts = ResponseVersion.objects.filter(published_at=None).select_related("sent_by")
    found = own_responses(user, assembly, now).select_related(
        "recommendation__frozen_version", "recommendation__theme", "body", "assignee__user", "approver__user"
    )
    rows = with_countdowns(
        found.prefetch_related(Prefetch("versions", drafts, to_attr="drafts")), timezone.localdate(now)
    )
    for each in rows:
        each.draft = each.drafts[0] if each.drafts else None
        each.is_cleared = bool(each.draft and each.draft.cleared_at)
        each.waits = waits_to_be_cleared(each.draft)
    return rows


def sent_to(user: User, found: QuerySet[FormalResponse]) -> QuerySet[FormalResponse]:
    """Return those of an official's answers whose draft waits for them to clear it."""
    waiting = ResponseVersion.objects.filter(
        response=OuterRef("pk"), published_at=None, cleared_at=None, sent_at__isnull=False
    )
    return found.filter(Exists(waiting.exclude(made_by=user)), clears=True)


def others_to_answer_alike(response: FormalResponse) -> QuerySet[FormalResponse]:
    """Return what the same body owes besides, and has no words for yet."""
    found = FormalResponse.objects.filter(body=response.body_id, state__in=UNANSWERED).exclude(pk=response.pk)
    drafted = ResponseVersion.objects.filter(published_at=None).exclude(Q(text="", decision=""))
    return (
        found.exclude(pk__in=drafted.values("response"))
        .select_related("recommendation__frozen_version")
        .order_by("recommendation__report_number")
    )


def concerns_to_answer(response: FormalResponse) -> QuerySet[Concern]:
    """Return what members said back and the team has passed on."""
    return Concern.objects.filter(response=response, state=ConcernState.PASSED_ON)


def sent_back_because(response: FormalResponse) -> str:
    """Return why a draft was sent back last, "" if it was not since it was last sent on or cleared."""
    if response.state not in (ResponseState.DRAFTING, ResponseState.CLARIFICATION_REQUESTED):
        return ""
    moves = AuditEvent.objects.filter(
        assembly=response.assembly_id,
        object_type="formalresponse",
        object_id=str(response.pk),
        type__in=["response.clear", "response.send_to_clear", "response.send_back"],
    )
    last = moves.order_by("-pk").first()
    return str(last.details.get("reason", "")) if last and last.type == "response.send_back" else ""


def told_about(version: ResponseVersion, now: datetime) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the lacks of a draft by code and the vague words of its answer (0) and of each promise, from 1."""
    answer = answer_of(version)
    lacks = [each.code for each in lacking(answer, timezone.localdate(now))]
    return lacks, vague_in([f"{answer.text}\n{answer.reasons}", *(each.text for each in answer.promises)])


def vague_in(texts: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Return the vague words of texts in the reader's language and in English, by the place of the text."""
    languages = dict.fromkeys([get_language() or "en", "en"])
    found = []
    for place, text in enumerate(texts):
        words = [each.words for language in languages for each in vague_words(text, language)]
        if words:
            found.append((place, list(dict.fromkeys(words))))
    return found


def bodies_named(user: User, assembly: Assembly, now: datetime) -> list[Body]:
    """Return for which bodies somebody answers."""
    return list(bodies_of(user, assembly, timezone.localdate(now)))
