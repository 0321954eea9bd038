"""With a token: sessions, attendance, evidence and questions."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router

from assembly.connections.api.paging import USUAL, After, Limit, Part, part_of
from assembly.connections.api.reading import ApiRequest, assembly_of, reads
from assembly.connections.api.schemas_work import (
    AttendanceTold,
    EvidenceTold,
    QuestionTold,
    SessionTold,
)
from evidence.models import EvidenceItem, Question
from evidence.selectors.items import items_found
from evidence.selectors.questions import questions_of
from scheduling.models import Attendance, Session
from scheduling.selectors.sessions import sessions_of

router = Router(tags=["work"])


def _sessions(request: ApiRequest) -> QuerySet[Session]:
    return sessions_of(assembly_of(request))


@router.get(
    "/{slug:slug}/sessions",
    response=Part[SessionTold],
    url_name="api_staff_sessions",
    operation_id="staff_sessions",
    summary=gettext_noop("Sessions with their times and rooms"),
    **reads("assembly.view_sessions"),
)
def sessions(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """As they are planned, drafts too."""

    def told(session: Session) -> dict[str, Any]:
        names = ("number", "title", "phase", "state", "time_zone", "starts_at", "ends_at", "quorum")
        return {
            **{name: getattr(session, name) for name in names},
            "venue": session.venue.name if session.venue else None,
            "rooms": [room.name for room in session.rooms.all()],
        }

    found = _sessions(request).prefetch_related("rooms")
    return part_of(request, found, told, after=after, limit=limit)


@router.get(
    "/{slug:slug}/attendance",
    response=Part[AttendanceTold],
    url_name="api_staff_attendance",
    operation_id="staff_attendance",
    summary=gettext_noop("How many members came to each session"),
    **reads("assembly.view_attendance"),
)
def attendance(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """As it was noted, half by half; by name it is told nowhere in the API."""
    rows = (
        Attendance.objects.filter(session__assembly=assembly_of(request), session__number__gt=after)
        .order_by()
        .values("session", "half", "state")
        .annotate(members=Count("pk"))
        .order_by("session", "half", "state")
    )
    counts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        counts[row.pop("session")].append(row)

    def told(session: Session) -> dict[str, Any]:
        return {"number": session.number, "state": session.state, "counts": counts[session.pk]}

    return part_of(request, _sessions(request), told, after=after, limit=limit)


@router.get(
    "/{slug:slug}/evidence",
    response=Part[EvidenceTold],
    url_name="api_staff_evidence",
    operation_id="staff_evidence",
    summary=gettext_noop("Evidence items with their states"),
    **reads("assembly.view_evidence"),
)
def evidence(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """From what was asked for to what was withdrawn. What an item says is public once it is published."""

    def told(item: EvidenceItem) -> dict[str, Any]:
        names = ("number", "state", "kind", "position", "wanted_by", "embargo_until", "release_at")
        return {
            **{name: getattr(item, name) for name in (*names, "publish_at")},
            "topics": sorted(topic.number for topic in item.topics.all()),
            "sessions": sorted(session.number for session in item.sessions.all()),
            "is_from_witness": item.witness_id is not None,
        }

    return part_of(request, items_found(assembly_of(request)), told, after=after, limit=limit)


@router.get(
    "/{slug:slug}/questions",
    response=Part[QuestionTold],
    url_name="api_staff_questions",
    operation_id="staff_questions",
    summary=gettext_noop("Members’ questions with their states"),
    **reads("assembly.view_questions"),
)
def questions(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """Whether each is answered, and by when it should be; not its words."""

    def told(question: Question) -> dict[str, Any]:
        return {
            **{name: getattr(question, name) for name in ("number", "state", "due_on", "published_at")},
            "session": question.session.number if question.session else None,
            "topic": question.topic.number if question.topic else None,
            "asked_on": timezone.localdate(question.asked_at),
            "merged": question.merged_count,  # type: ignore[attr-defined]
        }

    return part_of(request, questions_of(assembly_of(request)), told, after=after, limit=limit)
