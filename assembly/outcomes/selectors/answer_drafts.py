"""What a version of an answer says and promises, as the rules look at it, and the version that is a draft."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from assembly.models import AuditEvent
from assembly.outcomes.answer_rules import Answer, Promise, Step
from assembly.outcomes.enums_responses import UNANSWERED
from assembly.outcomes.models import Commitment, FormalResponse, ResponseVersion
from evidence.enums import Way

OF_A_PROMISE = ("text", "owner", "due_on", "budget", "legal_route")


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is not published yet, with what it promises."""

    version: ResponseVersion
    promises: tuple[Promise, ...]


def promises_of(version: ResponseVersion) -> tuple[Promise, ...]:
    """Return what a version promises, as the rules look at it."""
    rows = Commitment.objects.filter(promised_in=version).order_by("number").prefetch_related("milestones")
    return tuple(map(_promise, rows))


def _promise(row: Commitment) -> Promise:
    return Promise(
        **{name: getattr(row, name) for name in OF_A_PROMISE},
        steps=tuple(Step(step.text, step.due_on) for step in row.milestones.all()),
    )


def drafts_of(responses: Iterable[FormalResponse]) -> dict[int, Draft]:
    """Return the drafts of many answers by the answer's key, with as many queries as for one."""
    promised = Commitment.objects.order_by("number").prefetch_related("milestones")
    versions = ResponseVersion.objects.filter(response__in=[each.pk for each in responses], published_at=None)
    found = versions.select_related("response", "referred_to").prefetch_related(
        Prefetch("commitments", promised, to_attr="promised")
    )
    return {each.response_id: Draft(each, tuple(map(_promise, each.promised))) for each in found}


def answer_of(version: ResponseVersion) -> Answer:
    """Return a version as the rules look at it."""
    return Answer(
        decision=version.decision,
        text=version.text,
        reasons=version.reasons,
        accepted_part=version.accepted_part,
        by_whom=version.by_whom,
        consider_until=version.consider_until,
        referred=str(version.referred_to or "") or version.referred_elsewhere,
        note=version.note,
        is_interim=version.is_interim,
        is_revision=version.response.state not in UNANSWERED,
        promises=promises_of(version),
    )


def draft_of(response: FormalResponse) -> ResponseVersion | None:
    """Return the version that is not published yet."""
    drafts = ResponseVersion.objects.filter(response=response, published_at=None)
    return drafts.select_related("response", "referred_to").first()


def shown_revision(response: FormalResponse, draft: ResponseVersion | None) -> int:
    """Return what a page notes of the draft that it shows: its revision.

    Without a draft it is how many versions are published, as a negative number: a page on which somebody began to
    write before a publication is told from one of afterwards.
    """
    if draft is not None:
        return draft.revision
    return -ResponseVersion.objects.filter(response=response, published_at__isnull=False).count()


def is_signed_on_paper(response: FormalResponse) -> bool:
    """Whether the draft is cleared, and by a signature on paper, as the record tells of the last clearance.

    Who answers for the body today says nothing about that: officials come and go.
    """
    draft = draft_of(response)
    cleared = AuditEvent.objects.filter(
        assembly=response.assembly_id,
        object_type="formalresponse",
        object_id=str(response.pk),
        type="response.clear",
    )
    last = cleared.order_by("-pk").first()
    is_cleared = draft is not None and draft.cleared_at is not None
    return is_cleared and last is not None and last.details.get("way") == Way.PAPER
