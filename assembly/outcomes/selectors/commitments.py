"""What was promised in published answers: what is late, of what no report came in time, and its history.

Lists, the stage and the clock ask here what is late and stale. The rule is `late_since` of `late_days.py`, which the
public register asks row by row; here a missed step makes its commitment late as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Value, When

from assembly.models import Assembly
from assembly.outcomes.enums_responses import (
    STILL_OWED,
    CommitmentState,
    ProofKind,
    VerificationState,
)
from assembly.outcomes.late_days import late_since
from assembly.outcomes.models import Body, Commitment, Milestone, ProgressReport, Proof
from evidence.models import StoredFile


@dataclass(frozen=True, slots=True)
class WantedCommitments:
    """What the list is narrowed to; "" is everything."""

    body: str = ""
    state: str = ""
    verification: str = ""
    time: str = ""
    words: str = ""


def commitments_on(today: date) -> QuerySet[Commitment]:
    """Return the commitments of published answers as they stand on a day: `is_late`, `is_stale`, most urgent first.

    Late: its day, or that of a step not reached, is over while something is owed. Stale: no report came in time. A day
    that the body expects now excuses nothing: it stands beside the promised one.
    """
    steps = Milestone.objects.filter(commitment=OuterRef("pk"), reached_on=None, due_on__lt=today)
    owed = Q(state__in=STILL_OWED)
    found = Commitment.objects.filter(promised_in__published_at__isnull=False).select_related(
        "assembly", "body", "promised_in__response__recommendation__frozen_version"
    )
    return found.annotate(
        has_late_step=Exists(steps),
        is_late=_flag(owed & (Q(due_on__lt=today) | Q(Exists(steps)))),
        is_stale=_flag(owed & Q(next_report_on__lt=today)),
    ).order_by("-is_stale", "-is_late", F("next_report_on").asc(nulls_last=True), "number")


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def commitments_of(assembly: Assembly, today: date) -> QuerySet[Commitment]:
    """Return those of an assembly."""
    return commitments_on(today).filter(assembly=assembly)


def commitments_of_bodies(
    assembly: Assembly, bodies: QuerySet[Body] | Iterable[Body], today: date
) -> QuerySet[Commitment]:
    """Return those of some bodies."""
    return commitments_of(assembly, today).filter(body__in=bodies)


def narrowed(found: QuerySet[Commitment], wanted: WantedCommitments) -> QuerySet[Commitment]:
    """Return those that are wanted; a number finds the commitment that has it."""
    if wanted.body.isdecimal() and len(wanted.body) < 10:
        found = found.filter(body=int(wanted.body))
    if wanted.state in CommitmentState.values:
        found = found.filter(state=wanted.state)
    if wanted.verification in VerificationState.values:
        found = found.filter(verification=wanted.verification)
    if wanted.time == "late":
        found = found.filter(is_late=True)
    elif wanted.time == "stale":
        found = found.filter(is_stale=True)
    words = wanted.words.strip()
    if words.isdecimal() and len(words) < 6:
        return found.filter(number=int(words))
    for word in words.split():
        found = found.filter(Q(text__icontains=word) | Q(owner__icontains=word))
    return found


def reports_of(commitment: Commitment) -> list[ProgressReport]:
    """Return the reports on a commitment, the newest first, with the steps that each reached."""
    steps = Prefetch("milestones", Milestone.objects.order_by("position"))
    return list(commitment.reports.prefetch_related(steps).order_by("-number"))


def proofs_of(commitment: Commitment) -> list[Proof]:
    """Return evidence and what was found of it, the newest first."""
    return list(commitment.proofs.select_related("file").order_by("-number"))


def files_of(assembly: Assembly, commitment: int, proof: int) -> QuerySet[StoredFile]:
    """Return the file of one entry, by the numbers of the commitment and of the entry."""
    proofs = Proof.objects.filter(
        commitment__assembly=assembly, commitment__number=commitment, number=proof, file=OuterRef("pk")
    )
    return StoredFile.objects.filter(Exists(proofs))


def has_own_evidence(commitment: Commitment, user: object) -> bool:
    """Whether somebody supplied evidence themselves, and so cannot confirm."""
    return commitment.proofs.filter(kind=ProofKind.EVIDENCE, entered_by=user).exists()


def open_steps(commitment: Commitment) -> QuerySet[Milestone]:
    """Return the steps that no report has reached."""
    return commitment.milestones.filter(reached_on=None)


def possible_successors(commitment: Commitment, today: date) -> QuerySet[Commitment]:
    """Return the commitments that can take another's place."""
    found = commitments_of(commitment.assembly, today).exclude(pk=commitment.pk)
    over = (CommitmentState.SUPERSEDED, CommitmentState.ABANDONED)
    return found.exclude(state__in=over).order_by("number")


def with_steps(found: QuerySet[Commitment], today: date) -> list[Commitment]:
    """Return rows with their steps, each saying whether it is late: two queries however many there are."""
    rows = list(found.prefetch_related("milestones"))
    for each in rows:
        each.steps = list(each.milestones.all())
        for step in each.steps:
            is_owed = each.state in STILL_OWED and step.reached_on is None
            step.is_late = is_owed and late_since(step.due_on, today) is not None
    return rows


def first_late_day(assembly: Assembly, today: date) -> date | None:
    """Return since when something promised or a report has been due."""
    days = (
        commitments_of(assembly, today)
        .filter(Q(is_late=True) | Q(is_stale=True))
        .order_by()
        .aggregate(
            done=Min("due_on", filter=Q(due_on__lt=today)),
            reported=Min("next_report_on", filter=Q(next_report_on__lt=today)),
        )
    )
    return min((day for day in days.values() if day is not None), default=None)
