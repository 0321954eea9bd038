"""What the team reads of recommendations, votes, answers and promises."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from assembly.outcomes.enums import BallotMethod, BallotState, RecommendationState
from assembly.outcomes.enums_responses import BodyPart, CommitmentState, ResponseState, VerificationState


class RecommendationTold(Schema):
    """One recommendation with its last text, also while it is a draft."""

    number: int
    report_number: int | None
    state: RecommendationState
    theme: str | None
    version: int
    title: str
    text: str
    rationale: str
    conditions: str
    cost_note: str
    open_amendments: int
    open_comments: int


class ChoiceTold(Schema):
    """How many votes a choice got."""

    choice: str
    votes: int


class BallotCount(Schema):
    """The count of one question; only once the result is published."""

    eligible: int
    present: int
    abstained: int
    lines: list[ChoiceTold]


class BallotQuestionTold(Schema):
    """One thing voted on."""

    number: int
    kind: str
    wording: str
    recommendation: int | None = Field(description="Number of the recommendation.")
    outcome: str | None = Field(description="Only once the result is published.")
    count: BallotCount | None


class BallotTold(Schema):
    """One ballot."""

    number: int
    title: str
    method: BallotMethod
    state: BallotState
    held_on: date
    published_at: datetime | None
    questions: list[BallotQuestionTold]


class BodyTold(Schema):
    """A body that answers, with how much it owes."""

    id: int
    name: str
    is_active: bool
    asked: int
    owed: int
    late: int


class ResponseTold(Schema):
    """What one body owes to one recommendation. Drafts of answers are the body's own."""

    id: int
    recommendation: int | None = Field(description="Its number in the report.")
    body: str
    part: BodyPart
    state: ResponseState
    decision: str | None = Field(description="Of the published answer.")
    is_answered: bool
    wants_time: bool
    first_due_on: date
    due_on: date
    expected_on: date | None
    overdue_since: date | None


class CommitmentTold(Schema):
    """A promise made in a published answer."""

    number: int
    recommendation: int | None
    body: str
    text: str
    state: CommitmentState
    verification: VerificationState
    due_on: date | None
    expected_on: date | None
    next_report_on: date | None
    finished_on: date | None
    is_late: bool
    is_stale: bool = Field(description="A report about it is missing.")
