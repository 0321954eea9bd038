"""What the team reads of the whole assembly: stages, remit, surveys, publications, record, outbox."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from assembly.enums import AssemblyState, MessageChannel, MessageState, StageState
from assembly.evaluation.enums_surveys import SurveyMoment, WaveState


class StageTold(Schema):
    """One stage that the token's role sees in the workspace."""

    key: str
    name: str
    state: StageState
    waiting: int = Field(description="How many things wait for somebody of this role.")


class Overview(Schema):
    """The assembly as it stands."""

    slug: str
    name: str
    commissioning_authority: str
    state: AssemblyState
    seats: int
    is_rehearsal: bool
    first_session_on: date | None
    last_session_on: date | None
    role: str = Field(description="The role that the token reads as.")
    stages: list[StageTold]


class RemitTold(Schema):
    """One version of the remit; the last one may be a draft."""

    number: int
    question: str
    in_scope: str
    out_of_scope: str
    response_promise: str
    response_months: int | None
    created_at: datetime
    published_at: datetime | None


class SurveyTold(Schema):
    """How many answered one survey wave, never what."""

    number: int
    title: str
    moment: SurveyMoment
    state: WaveState
    opens_at: datetime
    closes_at: datetime
    asked: int
    answered: int
    response_rate: float | None = Field(description="From 0 to 1; null where nobody was asked.")
    published_at: datetime | None


class RecordEntry(Schema):
    """One entry of the record: what happened to what, when. Who did it, and its words, are not told here."""

    number: int
    type: str
    object_type: str
    at: datetime
    digest: str = Field(description="SHA-256 of the entry; with “previous” it makes the chain.")
    previous: str


class OutboxCount(Schema):
    """How many messages of a way stand in a state."""

    channel: MessageChannel
    state: MessageState
    messages: int


class Outbox(Schema):
    """Messages by way and state."""

    total: int
    counts: list[OutboxCount]
