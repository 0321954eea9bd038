"""With a token: recommendations, ballots, bodies, answers and commitments."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_noop
from ninja import Router

from assembly.connections.api.paging import USUAL, After, Limit, Part, part_of
from assembly.connections.api.reading import ApiRequest, assembly_of, reads
from assembly.connections.api.schemas_outcomes import (
    BallotTold,
    BodyTold,
    CommitmentTold,
    RecommendationTold,
    ResponseTold,
)
from assembly.outcomes.enums import BallotState
from assembly.outcomes.models import (
    Ballot,
    BallotQuestion,
    Body,
    Commitment,
    FormalResponse,
    Recommendation,
    VoteCount,
)
from assembly.outcomes.selectors.commitments import commitments_of
from assembly.outcomes.selectors.owed import bodies_with_figures, responses_of
from assembly.outcomes.selectors.recommendations import recommendations_of
from assembly.outcomes.selectors.votes import FIRST, ballots_of

router = Router(tags=["outcomes"])


@router.get(
    "/{slug:slug}/recommendations",
    response=Part[RecommendationTold],
    url_name="api_staff_recommendations",
    operation_id="staff_recommendations",
    summary=gettext_noop("Recommendations with their last texts, drafts too"),
    **reads("assembly.view_recommendations"),
)
def recommendations(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001 (the address has it)
    """By the number that they have while they are worked on."""

    def told(each: Recommendation) -> dict[str, Any]:
        return {
            **each.present.words(),
            "number": each.number,
            "report_number": each.report_number,
            "state": each.state,
            "theme": each.theme.name if each.theme else None,
            "version": each.present.number,
            "open_amendments": each.open_amendments or 0,  # type: ignore[attr-defined]
            "open_comments": each.open_comments or 0,  # type: ignore[attr-defined]
        }

    return part_of(request, recommendations_of(assembly_of(request)), told, after=after, limit=limit)


@router.get(
    "/{slug:slug}/ballots",
    response=Part[BallotTold],
    url_name="api_staff_ballots",
    operation_id="staff_ballots",
    summary=gettext_noop("Ballots, with the counts of those whose result is published"),
    **reads("assembly.view_recommendations"),
)
def ballots(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """What is asked and by which method; counts and outcomes only once everybody may know them."""
    counts = VoteCount.objects.filter(entry=FIRST).prefetch_related("lines")
    questions = BallotQuestion.objects.select_related("recommendation").order_by("number")
    questions = questions.prefetch_related(Prefetch("counts", counts, to_attr="first_counts"))
    found = ballots_of(assembly_of(request)).prefetch_related(
        Prefetch("questions", questions, to_attr="told_questions")
    )
    return part_of(request, found, _ballot, after=after, limit=limit)


def _ballot(ballot: Ballot) -> dict[str, Any]:
    is_published = ballot.state == BallotState.PUBLISHED
    names = ("number", "title", "method", "state", "held_on", "published_at")
    return {
        **{name: getattr(ballot, name) for name in names},
        "questions": [_question(each, is_published=is_published) for each in ballot.told_questions],  # type: ignore[attr-defined]
    }


def _question(question: Any, *, is_published: bool) -> dict[str, Any]:
    counts = question.first_counts if is_published else []
    return {
        "number": question.number,
        "kind": question.kind,
        "wording": question.wording,
        "recommendation": question.recommendation.number if question.recommendation else None,
        "outcome": (question.outcome or None) if is_published else None,
        "count": {
            "eligible": counts[0].eligible,
            "present": counts[0].present,
            "abstained": counts[0].abstained,
            "lines": [
                {"choice": line.choice, "votes": line.votes}
                for line in sorted(counts[0].lines.all(), key=lambda line: line.choice)
            ],
        }
        if counts
        else None,
    }


@router.get(
    "/{slug:slug}/bodies",
    response=Part[BodyTold],
    url_name="api_staff_bodies",
    operation_id="staff_bodies",
    summary=gettext_noop("Bodies that answer, and how much each owes"),
    **reads("assembly.view_responses"),
)
def bodies(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """How many answers each was asked for, owes, and owes late."""

    def told(body: Body) -> dict[str, Any]:
        return {
            **{name: getattr(body, name) for name in ("id", "name", "is_active")},
            "asked": body.asked_count,  # type: ignore[attr-defined]
            "owed": body.owed_count,  # type: ignore[attr-defined]
            "late": body.late_count,  # type: ignore[attr-defined]
        }

    found = bodies_with_figures(assembly_of(request), request.reading.today)
    return part_of(request, found, told, after=after, limit=limit, key="pk")


@router.get(
    "/{slug:slug}/responses",
    response=Part[ResponseTold],
    url_name="api_staff_responses",
    operation_id="staff_responses",
    summary=gettext_noop("What bodies owe, by when, and what they decided"),
    **reads("assembly.view_responses"),
)
def responses(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """States and days. What was answered is public once it is published."""

    def told(response: FormalResponse) -> dict[str, Any]:
        names = ("id", "part", "state", "first_due_on", "due_on", "expected_on", "overdue_since")
        return {
            **{name: getattr(response, name) for name in (*names, "is_answered", "wants_time")},
            "recommendation": response.recommendation.report_number,
            "body": response.body.name,
            "decision": response.decision or None,  # type: ignore[attr-defined]
        }

    return part_of(request, responses_of(assembly_of(request)), told, after=after, limit=limit, key="pk")


@router.get(
    "/{slug:slug}/commitments",
    response=Part[CommitmentTold],
    url_name="api_staff_commitments",
    operation_id="staff_commitments",
    summary=gettext_noop("Promises made in answers, with due days"),
    **reads("assembly.view_responses"),
)
def commitments(request: ApiRequest, slug: str, after: After = 0, limit: Limit = USUAL) -> Any:  # noqa: ARG001
    """Those of published answers."""

    def told(each: Commitment) -> dict[str, Any]:
        names = ("number", "text", "state", "verification", "due_on", "expected_on", "next_report_on")
        return {
            **{name: getattr(each, name) for name in (*names, "finished_on", "is_late", "is_stale")},
            "body": each.body.name,
            "recommendation": each.promised_in.response.recommendation.report_number,
        }

    found = commitments_of(assembly_of(request), request.reading.today)
    return part_of(request, found, told, after=after, limit=limit)
