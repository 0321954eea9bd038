"""The usual promises of an assembly: what is usually published, and on which day counted from its sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assembly.enums import PublicationState
from assembly.models import Assembly, PublicationItem, RemitVersion
from assembly.publication_kinds import (
    ANSWER,
    FIRST_SESSION,
    LAST_SESSION,
    REPORT,
    PublicationKind,
    Usual,
    publication_kinds,
)
from assembly.services.retention import months_after

REPORT_AFTER = timedelta(days=42)
"""So long after the last session the report usually comes out."""


@dataclass(frozen=True, slots=True)
class UsualPromise:
    """A kind that is usually promised, and its day; None where nothing is known to count from."""

    kind: PublicationKind
    due_on: date | None


def usual_promises(assembly: Assembly, today: date) -> list[UsualPromise]:
    """Return what is usually promised, neither is promised yet nor is out. A day that has passed is left blank."""
    taken = set(
        PublicationItem.objects.filter(assembly=assembly)
        .exclude(state=PublicationState.WITHDRAWN)
        .values_list("kind", flat=True)
    )
    anchors = _anchors(assembly)
    found = []
    for kind in publication_kinds():
        if kind.usual is None or kind.key in taken or kind.published_on(assembly) is not None:
            continue
        day = usual_day(kind.usual, anchors)
        found.append(UsualPromise(kind, day if day and day >= today else None))
    return found


def usual_day(usual: Usual, anchors: Mapping[str, date | None]) -> date | None:
    """Return a usual day; None where what it is counted from is not known."""
    start = anchors.get(usual.anchor)
    return start + timedelta(days=usual.days) if start else None


def _anchors(assembly: Assembly) -> dict[str, date | None]:
    last = assembly.last_session_on
    report = last + REPORT_AFTER if last else None
    months = (
        RemitVersion.objects.filter(assembly=assembly)
        .exclude(published_at=None)
        .order_by("-number")
        .values_list("response_months", flat=True)
        .first()
    )
    return {
        FIRST_SESSION: assembly.first_session_on,
        LAST_SESSION: last,
        REPORT: report,
        ANSWER: months_after(report, months) if report and months else None,
    }
