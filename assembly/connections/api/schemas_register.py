"""The register of answers: the shapes of docs/register-schema.json, without names of people."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class RuleTold(Schema):
    """What a vote had to reach."""

    name: str
    share: str
    is_more_than: bool
    of: str


class VoteTold(Schema):
    """A published count."""

    ballot: str
    held_on: date
    question: str
    kind: str
    rule: RuleTold
    eligible: int
    present: int
    lines: dict[str, int]
    abstained: int
    silent: int
    outcome: str


class MinorityTold(Schema):
    """A published minority statement; who signed it stands on the public page alone."""

    number: int
    text: str
    supporters: int
    published_at: datetime | None


class SourceTold(Schema):
    """What a recommendation rests on."""

    kind: str
    number: int
    title: str
    note: str


class ExtensionTold(Schema):
    """More time that was granted."""

    due_before: date
    until: date
    reason: str
    granted_at: datetime | None


class VersionTold(Schema):
    """One published version of an answer."""

    number: int
    is_interim: bool
    decision: str | None
    text: str
    reasons: str
    accepted_part: str
    by_whom: str
    consider_until: date | None
    referred_to: str
    note: str
    language: str
    published_at: datetime | None
    ratings: dict[str, int]


class StepTold(Schema):
    """A dated step of a promise."""

    text: str
    due_on: date | None
    reached_on: date | None


class ReportTold(Schema):
    """A report about a promise."""

    number: int
    state: str
    text: str
    expected_on: date | None
    reported_at: datetime | None


class ProofTold(Schema):
    """What was supplied as evidence of a promise, confirmed or disputed."""

    number: int
    kind: str
    text: str
    link: str
    is_confirmed: bool
    made_at: datetime | None


class PromiseTold(Schema):
    """A promise made in an answer."""

    number: int
    text: str
    owner: str
    due_on: date | None
    budget: str
    legal_route: str
    state: str
    verification: str
    reason: str
    expected_on: date | None
    finished_on: date | None
    late_since: date | None
    superseded_by: int | None
    milestones: list[StepTold]
    reports: list[ReportTold]
    proofs: list[ProofTold]


class ConcernTold(Schema):
    """What members said back, as it was passed on."""

    number: int
    kind: str
    text: str
    supporters: int
    passed_on_at: datetime | None
    answered_in: int | None


class AnswerTold(Schema):
    """What one body owes or has answered."""

    body: str
    part: str
    is_answered: bool
    first_due_on: date
    due_on: date
    expected_on: date | None
    late_since: date | None
    was_late_since: date | None
    referred_by: str
    extensions: list[ExtensionTold]
    versions: list[VersionTold]
    promises: list[PromiseTold]
    concerns: list[ConcernTold]


class ChangeTold(Schema):
    """A change of what the register says."""

    key: str
    at: datetime
    title: str
    text: str
    address: str


class RegisterEntry(Schema):
    """One recommendation with its votes, the answers to it, and what they promise."""

    number: int = Field(description="Its number in the report, which stays.")
    address: str
    theme: str
    title: str
    text: str
    rationale: str
    conditions: str
    cost_note: str
    state: str
    decision: str | None
    is_late: bool
    votes: list[VoteTold]
    minority_statements: list[MinorityTold]
    sources: list[SourceTold]
    answers: list[AnswerTold]
    history: list[ChangeTold]


class RegisterSummary(Schema):
    """How all recommendations stand."""

    handed_over_at: datetime | None
    recommendations: int
    answered: int
    late: int
    decisions: dict[str, int]
    promises: int
    delivered: int
    confirmed: int
    late_promises: int
    late_answers: int
