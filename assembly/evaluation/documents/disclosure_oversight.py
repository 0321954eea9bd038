"""Of a pack: who oversaw the assembly in which role, and what the record holds, as counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from assembly.enums import IncidentKind, Role
from assembly.evaluation.bands import band_of
from assembly.evaluation.pack_files import Scope, Table, applied
from assembly.evaluation.redaction_rules import BANDS, NO_NAMES, PERIOD, WORDS
from assembly.models import Appointment, AuditEvent, Incident, RecordChain
from assembly.models.record import chain_key
from assembly.outcomes.models import Ballot
from evidence.enums import Verdict
from evidence.models import Review
from scheduling.models import ExpenseClaim
from sortition.models import Draw, TargetsSignOff

OFFICES = (
    Role.ORGANISER,
    Role.SESSION_STAFF,
    Role.CALLER,
    Role.FACILITATOR,
    Role.ADVISORY_GROUP,
    Role.OBSERVER,
    Role.AUDITOR,
    Role.OFFICIAL,
    Role.RESPONSE_APPROVER,
)
"""Roles that are a task. Members and witnesses are none."""


def oversight_tables(scope: Scope) -> Iterator[Table]:
    """Yield offices, reviews, what a second person did, and incidents by kind."""
    held = Counter(Appointment.objects.filter(assembly=scope.assembly).values_list("role", flat=True))
    yield Table(
        "oversight/offices",
        "How many people hold which office now",
        ["office", "people"],
        [[str(role.label), held[role]] for role in OFFICES],
        applied(**{NO_NAMES: sum(held[role] for role in OFFICES)}),
    )
    yield _reviews(scope)
    yield _second_people(scope)
    yield _incidents(scope)


def _reviews(scope: Scope) -> Table:
    rows = Review.objects.filter(version__item__assembly=scope.assembly)
    found = list(rows.values_list("verdict", "made_at", "settled_at", "comment", "version__published_at"))
    inside = [each for each in found if scope.covers(timezone.localdate(each[1]))]
    table: list[list[str | int]] = []
    for verdict in Verdict:
        own = [each for each in inside if each[0] == verdict]
        settled, out = sum(bool(each[2]) for each in own), sum(bool(each[4]) for each in own)
        table.append([str(verdict.label), len(own), settled, out])
    words = sum(bool(each[3]) for each in inside)
    return Table(
        "oversight/reviews",
        "What the advisory group found of evidence",
        ["finding", "reviews", "settled", "of_a_version_that_was_published"],
        table,
        applied(**{NO_NAMES: len(inside), WORDS: words, PERIOD: len(found) - len(inside)}),
    )


def _second_people(scope: Scope) -> Table:
    """Count what one person did and another agreed to or checked."""
    own: dict[str, Any] = {"assembly": scope.assembly}
    signed = TargetsSignOff.objects.filter(**own).values_list("signed_at", flat=True)
    drawn = Draw.objects.filter(**own, approved_at__isnull=False).exclude(approved_by=F("prepared_by"))
    verified = Ballot.objects.filter(**own, verified_by__isnull=False).exclude(verified_by=F("counted_by"))
    decided = ExpenseClaim.objects.filter(**own, decided_at__isnull=False)
    second = decided.exclude(Q(decided_by=F("submitted_by")))
    kinds: list[tuple[str, Iterable[date | datetime | None]]] = [
        ("Targets that somebody else signed off", signed),
        ("Draws that somebody else approved", drawn.values_list("approved_at", flat=True)),
        ("Counts of votes that somebody else verified", verified.values_list("held_on", flat=True)),
        ("Claims for money that somebody else decided", second.values_list("decided_at", flat=True)),
    ]
    rows: list[list[str | int]] = []
    outside = 0
    for label, moments in kinds:
        days = [_day(each) for each in moments if each]
        inside = [day for day in days if scope.covers(day)]
        outside += len(days) - len(inside)
        rows.append([label, len(inside)])
    return Table(
        "oversight/second-person",
        "What one person did and another checked",
        ["what", "times"],
        rows,
        applied(**{PERIOD: outside}),
    )


def _incidents(scope: Scope) -> Table:
    found = list(Incident.objects.filter(assembly=scope.assembly).values_list("kind", "happened_on"))
    inside = [(kind, day) for kind, day in found if scope.covers_month(day)]
    counts = Counter(kind for kind, _day in inside)
    return Table(
        "oversight/incidents",
        "Incidents that were reported, by kind",
        ["kind", "reports"],
        [[str(kind.label), band_of(counts[kind])] for kind in IncidentKind],
        applied(
            **{
                BANDS: len(IncidentKind),
                # How many reports these are would tell what the bands hide.
                WORDS: bool(inside),
                PERIOD: len(found) > len(inside),
            }
        ),
    )


def record_tables(scope: Scope) -> Iterator[Table]:
    """Yield how many entries of each kind the record has by month, and the end of its chain."""
    counts: Counter[tuple[str, str]] = Counter()
    inside = outside = 0
    events = AuditEvent.objects.filter(assembly=scope.assembly, at__lte=scope.moment).order_by()
    for type_, at in events.values_list("type", "at").iterator(chunk_size=5_000):
        day = timezone.localdate(at)
        if scope.covers_month(day):
            counts[f"{day:%Y-%m}", type_.partition(".")[0]] += 1
            inside += 1
        else:
            outside += 1
    yield Table(
        "record/entries",
        "Entries of the record, by month and kind",
        ["month", "kind", "entries"],
        [[month, kind, band_of(n)] for (month, kind), n in sorted(counts.items())],
        applied(**{BANDS: len(counts), NO_NAMES: inside, PERIOD: outside}),
    )
    last = events.order_by("-number").values_list("number", "digest").first()
    chain = RecordChain.objects.filter(key=chain_key(scope.assembly.pk)).exists()
    yield Table(
        "record/chain",
        "The end of the chain of the record: whoever notes it can tell later whether an entry was changed",
        ["entries", "last_sha256"],
        [[*last]] if last and chain else [],
    )


def _day(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment
