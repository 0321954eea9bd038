"""Makers of what stands in the public register, and of what must never stand in it."""

import uuid
from datetime import date, timedelta
from typing import Any

from assembly.enums import AssemblyState
from assembly.models import Assembly
from assembly.outcomes.models import (
    Commitment,
    Concern,
    Extension,
    FormalResponse,
    MinorityStatement,
    ProgressReport,
    Proof,
    Recommendation,
    RecommendationSource,
    ReportVersion,
    ResponseRating,
)
from tests.factories import NOON, UserFactory
from tests.factories_outcomes import (
    make_ballot,
    make_body,
    make_commitment,
    make_count,
    make_plan,
    make_question,
    make_recommendation,
    make_response,
    make_response_version,
    make_theme,
    publish_version,
    settle,
)
from tests.factories_sessions import make_session

LATER = NOON + timedelta(days=30)
SECRET = "⟪SECRET⟫"
"""Stands in every draft and name that the public must not read."""


def make_report(commitment: Commitment, **fields: Any) -> ProgressReport:
    """Add a progress report."""
    number = commitment.reports.count() + 1
    stands = {
        "state": "in_progress",
        "text": "⟪The signs are up.⟫",
        "way": "online",
        "token": uuid.uuid4(),
        "reported_at": LATER + timedelta(days=number),
        "entered_by": UserFactory(name=SECRET),
        **fields,
    }
    return ProgressReport.objects.create(commitment=commitment, number=number, **stands)


def make_proof(commitment: Commitment, **fields: Any) -> Proof:
    """Add evidence that a commitment was kept."""
    stands = {
        "kind": "evidence",
        "text": "⟪Photographs of the signs⟫",
        "link": "https://council.example/signs",
        "token": uuid.uuid4(),
        "made_at": LATER + timedelta(days=9),
        "entered_by": UserFactory(name=SECRET),
        **fields,
    }
    return Proof.objects.create(commitment=commitment, number=commitment.proofs.count() + 1, **stands)


def make_concern(response: FormalResponse, **fields: Any) -> Concern:
    """Add what members said back, passed on."""
    stands = {
        "version": response.versions.filter(published_at__isnull=False).first(),
        "kind": "disagreement",
        "state": "passed_on",
        "text": "⟪Saturdays are the worst days.⟫",
        "way": "paper",
        "token": uuid.uuid4(),
        "raised_at": NOON,
        "passed_on_at": LATER,
        **fields,
    }
    return Concern.objects.create(response=response, number=response.concerns.count() + 1, **stands)


def make_rated(response: FormalResponse, scores: list[int]) -> None:
    """Let members rate the first published version of an answer."""
    version = response.versions.filter(published_at__isnull=False).order_by("number").first()
    ResponseRating.objects.bulk_create(
        ResponseRating(version=version, score=score, counted=[score], way="online", rated_at=NOON)
        for score in scores
    )


def make_entry(assembly: Assembly, **words: Any) -> Recommendation:
    """Add a recommendation with a vote, an answer in two versions, a promise with everything, and words of members."""
    recommendation = make_recommendation(
        assembly, state="responded", theme=make_theme(assembly), made_by=UserFactory(name=SECRET), **words
    )
    ballot = make_ballot(assembly)
    make_count(make_question(ballot, recommendation))
    settle(ballot, "published")
    response = make_response(
        assembly, state="revised", recommendation=recommendation, overdue_since=date(2026, 3, 1)
    )
    first = make_response_version(response)
    promise = make_commitment(
        first,
        state="in_progress",
        legal_route="⟪Traffic order⟫",
        steps=[{"text": "⟪Signs⟫", "due_on": date(2026, 6, 1)}],
    )
    publish_version(first)
    make_response_version(
        response,
        published_at=LATER,
        decision="accepted_in_part",
        text="⟪We will do it on weekdays.⟫",
        reasons="⟪The market needs the street on Saturdays.⟫",
        accepted_part="⟪Weekdays⟫",
        note="⟪Saturdays are left out⟫",
    )
    promise.milestones.update(reached_in=make_report(promise), reached_on=date(2026, 5, 30))
    make_proof(promise)
    Extension.objects.create(
        response=response,
        number=1,
        state="granted",
        due_before=date(2026, 3, 1),
        wanted_until=date(2026, 4, 1),
        reason="⟪The council meets in March.⟫",
        way="paper",
        asked_at=NOON,
        asked_by=UserFactory(name=SECRET),
        decided_at=NOON,
    )
    make_concern(response)
    make_rated(response, [2, 7, 7, 9, 10])
    make_minority(recommendation)
    RecommendationSource.objects.create(
        recommendation=recommendation, session=make_session(assembly, title="⟪The air⟫")
    )
    return recommendation


def make_minority(recommendation: Recommendation, **fields: Any) -> MinorityStatement:
    """Add a published minority statement."""
    stands = {
        "state": "published",
        "text": "⟪It harms the shops.⟫",
        "supporters": 4,
        "way": "paper",
        "token": uuid.uuid4(),
        "made_at": NOON,
        "published_at": NOON,
        **fields,
    }
    number = recommendation.minority_statements.count() + 1
    return MinorityStatement.objects.create(recommendation=recommendation, number=number, **stands)


def make_secrets(recommendation: Recommendation) -> None:
    """Fill everything around a published recommendation that is not published with a mark."""
    assembly, words = recommendation.assembly, {"title": SECRET, "text": SECRET, "rationale": SECRET}
    for state in ("drafted", "adopted", "not_adopted"):
        make_recommendation(assembly, state=state, **words)
    draft = make_response_version(
        recommendation.responses.get(),
        text=SECRET,
        reasons=SECRET,
        note=SECRET,
        cleared_by_name=SECRET,
        is_interim=True,
    )
    make_commitment(draft, text=SECRET, owner=SECRET, due_on=date(2020, 1, 1))
    body = make_body(
        assembly, "⟪Port Authority⟫", head_name=SECRET, head_email="secret@port.example", phone=SECRET
    )
    owed = make_response(
        assembly, state="drafting", recommendation=recommendation, body=body, part="supporting"
    )
    make_response_version(owed, decision="not_accepted", text=SECRET, reasons=SECRET)
    Extension.objects.create(
        response=owed,
        number=1,
        state="asked",
        due_before=date(2026, 9, 1),
        wanted_until=date(2026, 12, 1),
        reason=SECRET,
        way="paper",
        asked_at=NOON,
        asked_by=UserFactory(name=SECRET),
    )
    response = recommendation.responses.get(part="lead")
    for state, reason in (("raised", ""), ("set_aside", SECRET)):
        make_concern(response, state=state, text=SECRET, reason=reason, passed_on_at=None)
    make_minority(recommendation, state="draft", text=SECRET, names=SECRET, published_at=None)
    hidden = make_ballot(assembly, title=SECRET)
    make_count(make_question(hidden, recommendation, wording=SECRET))
    settle(hidden, "verified")
    ReportVersion.objects.create(
        assembly=assembly, number=2, title=SECRET, foreword=SECRET, made_at=NOON, made_by=UserFactory()
    )


def make_register(assembly: Assembly) -> Recommendation:
    """Let the public know of an assembly that has one entry, published in a report; return the recommendation."""
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.AWAITING_RESPONSE)
    make_plan(assembly)
    ReportVersion.objects.create(
        assembly=assembly,
        number=1,
        title="⟪Report⟫",
        content={"format": "assembly-report/1"},
        sha256="0" * 64,
        made_at=NOON,
        made_by=UserFactory(),
        published_at=NOON - timedelta(days=60),
    )
    return make_entry(assembly)
