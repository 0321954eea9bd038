"""Reads of the call for submissions and of what came to it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from assembly.models import Assembly
from evidence.enums import CallState, SubmissionState
from evidence.models import Call, Submission


def call_of(assembly: Assembly) -> Call | None:
    """Return the call of an assembly."""
    return Call.objects.filter(assembly=assembly).select_related("assembly").first()


def is_open(call: Call, now: datetime) -> bool:
    """Whether anybody can send something in: also before the clock has noticed that the last day is over."""
    return call.state == CallState.OPEN and (call.closes_at is None or now < call.closes_at)


def submissions_of(assembly: Assembly) -> QuerySet[Submission]:
    """Return what came, by number."""
    return (
        Submission.objects.filter(call__assembly=assembly)
        .select_related("call__assembly", "topic", "file", "item", "decided_by", "entered_by")
        .order_by("number")
    )


def narrowed_submissions(found: QuerySet[Submission], state: str, words: str) -> QuerySet[Submission]:
    """Return those in a state that hold all words."""
    if state in SubmissionState.values:
        found = found.filter(state=state)
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(name__icontains=word)
            | Q(organisation__icontains=word)
        )
    return found


def submission_of_token(token: UUID) -> Submission | None:
    """Return what the secret link of its author leads to."""
    return Submission.objects.select_related("call__assembly", "item").filter(token=token).first()
