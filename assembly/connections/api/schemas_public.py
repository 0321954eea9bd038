"""What everybody reads of an assembly: the shapes of the answers. No person is named in any of them."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from assembly.enums import AssemblyState


class Question(Schema):
    """The published remit."""

    version: int
    question: str
    in_scope: str
    out_of_scope: str
    response_promise: str
    response_months: int | None
    published_at: datetime


class Statement(Schema):
    """What the organisers tell the public."""

    version: int
    language: str
    why: str
    who_pays: str
    budget: float | None
    currency: str
    oversight: str
    published_at: datetime


class Addresses(Schema):
    """Where people read on, and other programs too; null where nothing is out yet."""

    page: str
    register_page: str | None = Field(description="Recommendations and answers.")
    report: str | None = Field(description="The published report of recommendations.")
    feed: str = Field(description="Everything that is published, as Atom.")
    calendar_ics: str = Field(description="What was promised to be published, as a calendar.")


class AssemblyInList(Schema):
    """One assembly."""

    slug: str = Field(description="Its name in addresses.")
    name: str
    commissioning_authority: str
    state: AssemblyState
    seats: int
    is_rehearsal: bool = Field(description="People and answers are invented.")
    first_session_on: date | None
    last_session_on: date | None
    address: str = Field(description="Where the API tells more of it.")


class PublicAssembly(AssemblyInList):
    """One assembly with its question, and where to read on."""

    remit: Question | None
    statement: Statement | None
    addresses: Addresses


class FigureRow(Schema):
    """How many people of a group a stage had: one number, or from lowest to highest; null where it is not shown."""

    stage: str
    category: str | None
    value: str
    lowest: int | None
    highest: int | None
    total: int | None = Field(
        description="All people of the stage; null where even that would tell too much."
    )
    population_percent: float | None
    source: str


class Figures(Schema):
    """Who was reached, and how that compares with the population; small groups are hidden."""

    smallest_group_shown: int
    rows: list[FigureRow]


class ProgrammeItem(Schema):
    """One thing of a published programme."""

    uid: str
    kind: str
    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    speakers: int = Field(description="How many people are heard in it.")


class ProgrammeSession(Schema):
    """One session of a published programme."""

    number: int
    uid: str
    title: str
    phase: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    items: list[ProgrammeItem]


class PublicProgrammeTold(Schema):
    """The newest published version of the programme; without one there are no sessions."""

    version: int | None
    published_at: datetime | None
    sessions: list[ProgrammeSession]


class PublicEvidence(Schema):
    """One published evidence item. Of a withdrawn one there is its title, and why it was withdrawn."""

    number: int
    title: str
    language: str
    kind: str
    position: str
    summary: str
    source: str
    is_from_witness: bool
    topics: list[str]
    sessions: list[int] = Field(description="Numbers of the sessions that it belongs to.")
    published_at: datetime
    corrected_at: datetime | None
    note: str = Field(description="What was corrected.")
    withdrawn_reason: str
    address: str


class PublicDraw(Schema):
    """One draw that was committed to, with what it takes to check it; a void one stays."""

    number: int
    state: str
    source_kind: str
    held_at: datetime
    committed_at: datetime | None
    frozen_hash: str = Field(description="SHA-256 of what was laid down before the randomness was known.")
    panel_number: int | None
    published_at: datetime | None
    voided_at: datetime | None
    address: str
    bundle: str = Field(description="The file that anybody can check.")
    verifier: str = Field(description="The program that checks it, in one file.")


class PromisedDay(Schema):
    """A day that a publication was promised for."""

    due_on: date
    set_at: datetime
    reason: str


class Promise(Schema):
    """Something promised to the public."""

    number: int
    title: str
    what: str
    kind: str
    standing: str
    first_due_on: date
    due_on: date
    out_since: date | None
    days_late: int | None
    in_words: str
    address: str
    note: str
    withdrawn_on: date | None
    reason_withdrawn: str
    corrected_on: date | None
    correction: str
    days: list[PromisedDay]


class PublicationSummaryTold(Schema):
    """How all promises stand."""

    promised: int
    delivered: int
    on_time: int
    late: int
    overdue: int
    pending: int
    withdrawn: int


class PublicationCalendar(Schema):
    """What was promised to be published, by when, and what is out."""

    summary: PublicationSummaryTold
    promises: list[Promise]
