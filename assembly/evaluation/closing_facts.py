"""Facts of the close-out certificate about people, sessions, what was published, and what the authority answered.

Each function answers with keys, days (ISO) and numbers alone, so that what is frozen needs no language.
"""

from collections import Counter
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils import timezone

from assembly.enums import PersonKind
from assembly.evaluation.closing_sources import Facts
from assembly.models import Assembly, Person, RemitVersion
from assembly.outcomes.enums import BallotState
from assembly.outcomes.enums_responses import STILL_OWED
from assembly.outcomes.models import Ballot, Commitment, ReportVersion
from assembly.outcomes.selectors.register import handed_over_at, outline_of
from evidence.models import EvidenceItem
from evidence.selectors.items import public_items
from scheduling.enums_attendance import OVER
from scheduling.models import ProgrammeVersion, Session
from sortition.enums_draws import DrawState
from sortition.models import Draw, Seat


def process_facts(assembly: Assembly, now: datetime) -> Facts:  # noqa: ARG001 (the signature is the registry's)
    """Return when the assembly entered which state, and the question of the remit that stands."""
    entries = assembly.state_entries.order_by("entered_at", "pk")
    states = [{"kind": "state", "state": entry.state, "on": _day(entry.entered_at)} for entry in entries]
    remit = _remit(assembly)
    question = [{"kind": "question", "text": remit.question}] if remit else []
    return [*question, {"kind": "authority", "text": assembly.commissioning_authority}, *states]


def people_facts(assembly: Assembly, now: datetime) -> Facts:  # noqa: ARG001
    """Return how many seats there are, how many were taken up, and how many members served to the end."""
    members = Person.objects.filter(assembly=assembly, kind=PersonKind.MEMBER).order_by()
    left = members.filter(left_at__isnull=False).count()
    here = members.filter(left_at=None).count()
    filled = Seat.objects.filter(assembly=assembly, fills__isnull=False).count()
    return [
        {"kind": "seats", "n": assembly.seats},
        {"kind": "members", "n": here + left},
        {"kind": "served", "n": here},
        {"kind": "replaced", "n": filled},
    ]


def session_facts(assembly: Assembly, now: datetime) -> Facts:  # noqa: ARG001
    """Return how many sessions were held, and from when to when."""
    held = Session.objects.filter(assembly=assembly, state__in=OVER).order_by()
    span = held.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    return [
        {"kind": "held", "n": held.count()},
        *({"kind": name, "on": _day(moment)} for name, moment in span.items() if moment),
    ]


def published_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return what was published: when first, or how much of it; a promise that nothing answers stands there too."""
    remit = _remit(assembly)
    draws = Draw.objects.filter(assembly=assembly, state=DrawState.PUBLISHED)
    programme = ProgrammeVersion.objects.filter(assembly=assembly).order_by("number").first()
    report = (
        ReportVersion.objects.filter(assembly=assembly, published_at__isnull=False).order_by("number").first()
    )
    first = {
        "remit": _day(remit.published_at) if remit else "",
        "draw": _day(draws.aggregate(first=Min("published_at"))["first"]),
        "programme": _day(programme.published_at) if programme else "",
        "report": _day(report.published_at) if report else "",
    }
    votes = Ballot.objects.filter(assembly=assembly)
    return [
        *({"kind": kind, "on": day} for kind, day in first.items()),
        {
            "kind": "evidence",
            "n": public_items(assembly, now).order_by().count(),
            "of": EvidenceItem.objects.filter(assembly=assembly).count(),
        },
        {"kind": "votes", "n": votes.filter(state=BallotState.PUBLISHED).count(), "of": votes.count()},
    ]


def answer_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return the promise of an answer, and how many answers came in time, late, or not at all."""
    remit, handed_over = _remit(assembly), handed_over_at(assembly)
    counts: Counter[str] = Counter()
    for entry in outline_of(assembly, now):
        for answer in entry.answers:
            current = [each for each in answer.versions if not each.is_interim]
            first = min((timezone.localdate(each.published_at) for each in current), default=None)
            counts[_in_time(first, answer.response.due_on)] += 1
            counts["more_time"] += answer.response.due_on > answer.response.first_due_on
    months = remit.response_months if remit else None
    return [
        {"kind": "promise", "months": months or 0},
        {"kind": "handed_over", "on": _day(handed_over)},
        {"kind": "asked", "n": counts["in_time"] + counts["late"] + counts["none"]},
        *({"kind": kind, "n": counts[kind]} for kind in ("in_time", "late", "none", "more_time")),
    ]


def commitment_facts(assembly: Assembly, now: datetime) -> Facts:
    """Return how the promises made in answers stand, and each that is still owed with who sees to it."""
    found = Commitment.objects.filter(assembly=assembly, promised_in__published_at__isnull=False)
    rows = list(found.select_related("body").order_by("number"))
    counts = Counter(str(row.state) for row in rows)
    today = timezone.localdate(now)
    return [
        {"kind": "all", "n": len(rows)},
        *({"kind": "state", "state": state, "n": n} for state, n in sorted(counts.items())),
        *(
            {
                "kind": "open",
                "number": row.number,
                "text": row.text,
                "who": row.owner or row.body.name,
                "on": row.due_on.isoformat() if row.due_on else "",
                "is_late": bool(row.due_on and row.due_on < today),
            }
            for row in rows
            if row.state in STILL_OWED
        ),
    ]


def _in_time(first: date | None, due: date) -> str:
    if first is None:
        return "none"
    return "in_time" if first <= due else "late"


def _remit(assembly: Assembly) -> RemitVersion | None:
    """Return the version of the remit that was published first: what was promised at the beginning."""
    return assembly.remit_versions.filter(published_at__isnull=False).order_by("number").first()


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
