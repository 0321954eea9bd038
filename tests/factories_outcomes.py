"""Makers of recommendations, ballots, bodies, answers and commitments, straight in the tables."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from assembly.enums import Role
from assembly.models import Assembly
from assembly.outcomes.enums import HANDED_OVER, OPEN_TO_CHANGE, RecommendationState
from assembly.outcomes.enums_responses import UNANSWERED
from assembly.outcomes.models import (
    Amendment,
    Ballot,
    BallotQuestion,
    Body,
    Commitment,
    CountLine,
    DecisionRule,
    FormalResponse,
    Milestone,
    Official,
    Recommendation,
    RecommendationVersion,
    ResponsePlan,
    ResponseVersion,
    Theme,
    VoteCount,
)
from tests.factories import NOON, AppointmentFactory, UserFactory

WORDS = {
    "title": "⟪Close Bridge Street by day⟫",
    "text": "⟪Close Bridge Street to through traffic from 7 to 19.⟫",
    "rationale": "⟪Its air is the worst in town.⟫",
    "conditions": "⟪Deliveries before 10 keep their access.⟫",
    "cost_note": "⟪About 90,000 a year⟫",
}
DUE = date(2026, 9, 1)


def make_theme(assembly: Assembly, name: str = "⟪Streets⟫") -> Theme:
    """Add a theme, or return the one that has the name."""
    position = Theme.objects.filter(assembly=assembly).count() + 1
    return Theme.objects.get_or_create(assembly=assembly, name=name, defaults={"position": position})[0]


def make_version(recommendation: Recommendation, **fields: Any) -> RecommendationVersion:
    """Add the next version of a recommendation's text."""
    number = recommendation.versions.count() + 1
    stands = {**WORDS, "made_at": NOON, "made_by": UserFactory(), **fields}
    return RecommendationVersion.objects.create(recommendation=recommendation, number=number, **stands)


def make_recommendation(
    assembly: Assembly, *, state: str = RecommendationState.DRAFTED, **fields: Any
) -> Recommendation:
    """Add a recommendation with one version, in any state; its text is frozen where the state asks for it."""
    number = Recommendation.objects.filter(assembly=assembly).count() + 1
    words = {name: fields.pop(name) for name in WORDS if name in fields}
    stands = {"token": uuid.uuid4(), "made_at": NOON, "made_by": UserFactory(), **fields}
    recommendation = Recommendation.objects.create(assembly=assembly, number=number, **stands)
    version = make_version(recommendation, **words)
    recommendation.state = state
    if state not in (*OPEN_TO_CHANGE, RecommendationState.WITHDRAWN):
        recommendation.frozen_version = version
    if state in HANDED_OVER and recommendation.report_number is None:
        recommendation.report_number = number
    if state == RecommendationState.WITHDRAWN:
        recommendation.withdrawn_reason = "⟪Put together with another⟫"
    recommendation.save()
    return recommendation


def make_amendment(recommendation: Recommendation, **fields: Any) -> Amendment:
    """Add an amendment to the last version."""
    stands = {
        **WORDS,
        "text": "⟪Close Bridge Street on weekdays.⟫",
        "base": recommendation.versions.first(),
        "reason": "⟪The market needs it on Saturdays⟫",
        "way": "paper",
        "token": uuid.uuid4(),
        "proposed_at": NOON,
        **fields,
    }
    number = recommendation.amendments.count() + 1
    return Amendment.objects.create(recommendation=recommendation, number=number, **stands)


def make_rule(assembly: Assembly, **fields: Any) -> DecisionRule:
    """Add a rule: more than half of those present."""
    stands = {
        "name": f"⟪Majority {DecisionRule.objects.filter(assembly=assembly).count() + 1}⟫",
        "preset": "majority_present",
        "kind": "yes_no",
        "denominator": "present",
        **fields,
    }
    return DecisionRule.objects.create(assembly=assembly, **stands)


def make_ballot(assembly: Assembly, **fields: Any) -> Ballot:
    """Add a ballot that is being designed, without questions."""
    number = Ballot.objects.filter(assembly=assembly).count() + 1
    stands = {
        "title": "⟪The vote on the last day⟫",
        "held_on": NOON.date(),
        "token": uuid.uuid4(),
        "made_at": NOON,
        **fields,
    }
    return Ballot.objects.create(assembly=assembly, number=number, **stands)


def settle(ballot: Ballot, state: str) -> Ballot:
    """Bring a ballot to a state once its questions and counts are there; a published one has its moment."""
    ballot.state, ballot.published_at = state, NOON if state == "published" else None
    ballot.save()
    return ballot


def make_question(
    ballot: Ballot, recommendation: Recommendation | None = None, **fields: Any
) -> BallotQuestion:
    """Ask about a frozen recommendation."""
    recommendation = recommendation or make_recommendation(ballot.assembly, state="balloted")
    stands = {
        "kind": "yes_no",
        "wording": "⟪Do you support this?⟫",
        "recommendation": recommendation,
        "version": recommendation.frozen_version,
        **fields,
    }
    stands.setdefault("rule", None)
    stands["rule"] = stands["rule"] or make_rule(ballot.assembly)
    return BallotQuestion.objects.create(ballot=ballot, number=ballot.questions.count() + 1, **stands)


def make_count(question: BallotQuestion, lines: dict[str, int] | None = None, **fields: Any) -> VoteCount:
    """Enter a count; 41 for, 4 against and 2 abstentions of 47 present, unless told."""
    stands = {
        "eligible": 50,
        "present": 47,
        "abstained": 2,
        "counted_at": NOON,
        "entered_by": UserFactory(),
        **fields,
    }
    count = VoteCount.objects.create(question=question, **stands)
    for choice, votes in (lines or {"for": 41, "against": 4}).items():
        CountLine.objects.create(count=count, choice=choice, votes=votes)
    return count


def make_plan(assembly: Assembly, **fields: Any) -> ResponsePlan:
    """Plan the answer: six months after the report was handed over at noon."""
    stands = {
        "preset": "scotland",
        "amount": 6,
        "unit": "months",
        "handed_over_on": NOON.date(),
        **fields,
    }
    return ResponsePlan.objects.get_or_create(assembly=assembly, defaults=stands)[0]


def make_body(assembly: Assembly, name: str = "⟪Riverbend City Council⟫", **fields: Any) -> Body:
    """Add a body, or return the one that has the name."""
    stands = {"email": "office@council.example", **fields}
    return Body.objects.get_or_create(assembly=assembly, name=name, defaults=stands)[0]


def make_official(body: Body, *, is_approver: bool = False, **fields: Any) -> Official:
    """Add somebody with an account and a role who answers for a body."""
    user = fields.pop("user", None) or UserFactory()
    role = Role.RESPONSE_APPROVER if is_approver else Role.OFFICIAL
    AppointmentFactory(assembly=body.assembly, user=user, role=role)
    stands = {"office": "⟪Streets⟫", **fields}
    return Official.objects.create(body=body, user=user, is_approver=is_approver, **stands)


def make_response(
    assembly: Assembly,
    *,
    state: str = "due",
    recommendation: Recommendation | None = None,
    body: Body | None = None,
    **fields: Any,
) -> FormalResponse:
    """Add what a body owes to a recommendation; an answer that is published has no version yet."""
    if recommendation is None:
        recommendation = make_recommendation(
            assembly, state="submitted" if state in UNANSWERED else "responded"
        )
    stands = {
        "part": "lead",
        "first_due_on": DUE,
        "due_on": fields.get("first_due_on", DUE),
        "first_published_at": None if state in UNANSWERED else NOON,
        **fields,
    }
    return FormalResponse.objects.create(
        assembly=assembly,
        recommendation=recommendation,
        body=body or make_body(assembly),
        state=state,
        **stands,
    )


def make_response_version(response: FormalResponse, **fields: Any) -> ResponseVersion:
    """Add a version; a draft, unless `published_at` is given, which clears it as well."""
    stands = {
        "decision": "accepted",
        "text": "⟪We will do all of it.⟫",
        "made_at": NOON,
        "made_by": UserFactory(),
        **fields,
    }
    if stands.get("published_at"):
        stands = {"cleared_at": NOON, "cleared_by_name": "⟪Paul Okafor⟫", **stands}
    return ResponseVersion.objects.create(response=response, number=response.versions.count() + 1, **stands)


def make_published(assembly: Assembly, **fields: Any) -> ResponseVersion:
    """Add a published answer with its one version."""
    own = {name: fields.pop(name) for name in ("recommendation", "body", "part") if name in fields}
    response = make_response(assembly, state="published", **own)
    return make_response_version(response, published_at=NOON, **fields)


def make_commitment(
    version: ResponseVersion, *, steps: Sequence[Mapping[str, Any]] = (), **fields: Any
) -> Commitment:
    """Add a promise with its steps to a draft; where it is published, to a further version, which is then, too."""
    published_at = version.published_at
    if published_at is not None:
        number = version.response.versions.count() + 1
        version = copied(version, number=number, published_at=None)
        version.save()
    assembly = version.response.assembly
    stands = {
        "text": "⟪Close Bridge Street on weekdays, with signs and cameras.⟫",
        "owner": "⟪Head of Streets⟫",
        "due_on": date(2026, 12, 1),
        "budget": "⟪90,000⟫",
        **fields,
    }
    number = Commitment.objects.filter(assembly=assembly).count() + 1
    commitment = Commitment.objects.create(
        assembly=assembly, number=number, promised_in=version, body=version.response.body, **stands
    )
    for position, step in enumerate(steps, start=1):
        words = {"text": "⟪The signs are up⟫", "due_on": date(2026, 6, 1), **step}
        Milestone.objects.create(commitment=commitment, position=position, **words)
    if published_at is not None:
        publish_version(version, published_at)
    return commitment


def copied(row: Any, **fields: Any) -> Any:
    """Return a row that says the same but for these fields, not saved yet."""
    values = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    del values[row._meta.pk.attname]
    copy = type(row)(**values)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def publish_version(version: ResponseVersion, published_at: datetime = NOON) -> ResponseVersion:
    """Clear a draft, and publish it with what it promises."""
    version.cleared_at, version.cleared_by_name = NOON, "⟪Paul Okafor⟫"
    version.published_at = published_at
    version.save()
    return version
