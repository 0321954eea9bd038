"""What the public sees of recommendations and answers: each reading asks the database a constant number of times.

Drafts are left out here, in the questions themselves: nothing that goes on from here can show one. Neither are names
of members or of whoever entered a row read into anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from assembly.models import Assembly
from assembly.outcomes.enums import HANDED_OVER, BallotState, MinorityState
from assembly.outcomes.enums_responses import ConcernState, ExtensionState, ProofKind
from assembly.outcomes.models import (
    BallotQuestion,
    Commitment,
    Concern,
    Extension,
    FormalResponse,
    Milestone,
    MinorityStatement,
    ProgressReport,
    Proof,
    Recommendation,
    RecommendationSource,
    ReportVersion,
    ResponsePlan,
    ResponseVersion,
    VoteCount,
)
from assembly.outcomes.selectors.ratings import FEWEST, ratings_of_versions
from assembly.outcomes.selectors.register_entries import Answer, Entry, Promise, Vote
from evidence.models import StoredFile
from evidence.selectors.items import public_items

LARGEST_NUMBER = 2_147_483_647
"""What a column of positive integers holds."""
FIRST = 1
"""The count of whoever counted; the other entry only checks it."""


def has_register(assembly: Assembly) -> bool:
    """Whether anything stands in the register."""
    return Recommendation.objects.filter(assembly=assembly, state__in=HANDED_OVER).exists()


def handed_over_at(assembly: Assembly) -> datetime | None:
    """Return when the report was first published."""
    published = ReportVersion.objects.filter(assembly=assembly, published_at__isnull=False)
    return published.order_by("number").values_list("published_at", flat=True).first()


def outline_of(assembly: Assembly, now: datetime) -> list[Entry]:
    """Return all recommendations in the order of the report, with answers and promises: what a list needs."""
    return _entries(_recommendations(assembly).prefetch_related(_responses(_outlined_promises())), now)


def entries_of(assembly: Assembly, now: datetime, numbers: Collection[int] | None = None) -> list[Entry]:
    """Return everything that is public of recommendations (all, or those with these numbers in the report)."""
    found = _recommendations(assembly)
    if numbers is not None:
        # The address of a page takes numbers of any length; of those that no row can have the database would complain.
        found = found.filter(report_number__in=[each for each in numbers if each <= LARGEST_NUMBER])
    minority = MinorityStatement.objects.filter(state=MinorityState.PUBLISHED).order_by("number")
    rows = list(
        found.prefetch_related(
            _responses(_whole_promises()),
            Prefetch("responses__extensions", _granted(), to_attr="granted"),
            Prefetch("responses__concerns", _concerns(), to_attr="public_concerns"),
            Prefetch("minority_statements", minority, to_attr="public_minority"),
        )
    )
    keys = [row.pk for row in rows]
    versions = [
        version.pk for row in rows for response in row.responses.all() for version in response.published
    ]
    plan = ResponsePlan.objects.filter(assembly=assembly).first()
    ratings = ratings_of_versions(versions, fewest=plan.fewest_ratings if plan else FEWEST)
    return _entries(rows, now, ratings, _votes(keys), _sources(assembly, keys, now))


def _recommendations(assembly: Assembly) -> QuerySet[Recommendation]:
    return (
        Recommendation.objects.filter(assembly=assembly, state__in=HANDED_OVER)
        .select_related("theme", "frozen_version")
        .order_by("report_number")
    )


def _responses(promises: QuerySet[Commitment]) -> Prefetch[Any]:
    versions = (
        ResponseVersion.objects.filter(published_at__isnull=False)
        .select_related("referred_to")
        .prefetch_related(Prefetch("commitments", promises, to_attr="promised"))
        .order_by("-number")
    )
    # “lead” comes before “supporting” in the alphabet too.
    responses = FormalResponse.objects.select_related("body", "followed_from__body").order_by("part", "pk")
    return Prefetch(
        "responses", responses.prefetch_related(Prefetch("versions", versions, to_attr="published"))
    )


def _outlined_promises() -> QuerySet[Commitment]:
    return Commitment.objects.order_by("number")


def _whole_promises() -> QuerySet[Commitment]:
    return (
        Commitment.objects.select_related("superseded_by__promised_in")
        .prefetch_related(
            Prefetch("milestones", Milestone.objects.order_by("position")),
            Prefetch("reports", ProgressReport.objects.order_by("number")),
            Prefetch("proofs", _with_findings(Proof.objects.select_related("file").order_by("number"))),
        )
        .order_by("number")
    )


def _with_findings(proofs: QuerySet[Proof]) -> QuerySet[Proof]:
    """Say of each entry as `is_confirmed` whether it is evidence that the team found right after it was supplied.

    What comes later to a commitment that is confirmed already was not looked at; what was disputed since is open again.
    """
    later = Proof.objects.filter(commitment=OuterRef("commitment"), number__gt=OuterRef("number"))
    return proofs.annotate(
        is_confirmed=Q(kind=ProofKind.EVIDENCE)
        & Exists(later.filter(kind=ProofKind.CONFIRMATION))
        & ~Exists(later.filter(kind=ProofKind.DISPUTE))
    )


def confirmed_file(assembly: Assembly, commitment: int, proof: int) -> StoredFile | None:
    """Return the file of one entry of evidence, if the answer is public and the team has confirmed the evidence."""
    proofs = Proof.objects.filter(
        commitment__assembly=assembly,
        commitment__number=commitment,
        commitment__promised_in__published_at__isnull=False,
        commitment__promised_in__response__recommendation__state__in=HANDED_OVER,
        number=proof,
    )
    found = _with_findings(proofs).filter(is_confirmed=True).select_related("file").first()
    return found.file if found else None


def _granted() -> QuerySet[Extension]:
    return Extension.objects.filter(state=ExtensionState.GRANTED).order_by("number")


def _concerns() -> QuerySet[Concern]:
    shown = Concern.objects.filter(state__in=[ConcernState.PASSED_ON, ConcernState.ANSWERED])
    return shown.select_related("answered_in").order_by("number")


def _entries(
    rows: Iterable[Recommendation],
    now: datetime,
    ratings: dict[int, dict[int, int]] | None = None,
    votes: dict[int, list[Vote]] | None = None,
    sources: dict[int, list[dict[str, Any]]] | None = None,
) -> list[Entry]:
    today = timezone.localdate(now)

    def answer(response: Any) -> Answer:
        promises = [
            Promise(commitment, today)
            for version in reversed(response.published)
            for commitment in version.promised
        ]
        return Answer(response, tuple(response.published), tuple(promises), today, ratings or {})

    return [
        Entry(
            row,
            tuple(answer(response) for response in row.responses.all()),
            today,
            tuple((votes or {}).get(row.pk, ())),
            tuple((sources or {}).get(row.pk, ())),
        )
        for row in rows
    ]


def _votes(recommendations: list[int]) -> dict[int, list[Vote]]:
    counts = VoteCount.objects.filter(entry=FIRST).prefetch_related("lines")
    questions = (
        BallotQuestion.objects.filter(
            recommendation__in=recommendations, ballot__state=BallotState.PUBLISHED, version__isnull=False
        )
        .select_related("ballot", "rule")
        .prefetch_related(Prefetch("counts", counts, to_attr="published_counts"))
        .order_by("ballot__number", "number")
    )
    found: dict[int, list[Vote]] = defaultdict(list)
    for question in questions:
        for count in question.published_counts:  # type: ignore[attr-defined]
            lines = {line.choice: line.votes for line in count.lines.all()}
            silent = max(count.present - count.abstained - sum(lines.values()), 0)
            vote = Vote(question, count.present, count.eligible, lines, count.abstained, silent)
            found[question.recommendation_id or 0].append(vote)
    return found


def _sources(
    assembly: Assembly, recommendations: list[int], now: datetime
) -> dict[int, list[dict[str, Any]]]:
    """Return what recommendations rest on; of evidence that is not public, its number alone."""
    rows = list(
        RecommendationSource.objects.filter(recommendation__in=recommendations)
        .select_related("item", "session")
        .order_by("pk")
    )
    titles: dict[int, str] = {}
    if any(row.item_id for row in rows):
        titles = {item.pk: item.shown.title for item in public_items(assembly, now) if item.shown}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.item is not None:
            told = {"kind": "evidence", "number": row.item.number, "title": titles.get(row.item.pk, "")}
        elif row.session is not None:
            told = {"kind": "session", "number": row.session.number, "title": row.session.title}
        else:
            continue
        found[row.recommendation_id].append({**told, "note": row.note})
    return found


def rated_answers(assembly: Assembly, entries: Iterable[Entry]) -> tuple[int, int]:
    """Return how many answers were rated by enough members, and how many are enough."""
    plan = ResponsePlan.objects.filter(assembly=assembly).first()
    fewest = plan.fewest_ratings if plan else FEWEST
    current = [answer.current.pk for entry in entries for answer in entry.answers if answer.current]
    return len(ratings_of_versions(current, fewest=fewest)), fewest
