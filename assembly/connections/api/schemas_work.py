"""What the team reads of sessions, evidence and questions: numbers, states and days, no free text of people."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from evidence.enums import ItemKind, ItemState, QuestionState
from scheduling.enums import Half, Phase, SessionState
from scheduling.enums_attendance import Presence


class SessionTold(Schema):
    """One session."""

    number: int
    title: str
    phase: Phase
    state: SessionState
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    venue: str | None
    rooms: list[str] = Field(description="Those chosen for the day; none chosen means all of the venue.")
    quorum: int | None


class PresenceCount(Schema):
    """How many members were noted as something."""

    half: Half
    state: Presence
    members: int


class AttendanceTold(Schema):
    """How many members came to one session, as it was noted."""

    number: int = Field(description="That of the session.")
    state: SessionState
    counts: list[PresenceCount]


class EvidenceTold(Schema):
    """One evidence item, whatever its state. What it says is public once it is published."""

    number: int
    state: ItemState
    kind: ItemKind
    position: str
    topics: list[int] = Field(description="Numbers of topics.")
    sessions: list[int] = Field(description="Numbers of sessions.")
    wanted_by: date | None
    embargo_until: datetime | None
    release_at: datetime | None
    publish_at: datetime | None
    is_from_witness: bool


class QuestionTold(Schema):
    """One member's question, without its words and without who asked."""

    number: int
    state: QuestionState
    session: int | None
    topic: int | None
    due_on: date | None
    asked_on: date
    published_at: datetime | None
    merged: int = Field(description="How many were put together with it.")
