"""What the team reads of pool, targets, runs and seats: counts and states, never people."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from sortition.enums import Objective, RunState
from sortition.enums_seats import SeatOrigin, SeatState


class PoolValue(Schema):
    """How many people who can be drawn gave one value."""

    category: str
    value: str
    people: int


class PoolTold(Schema):
    """The pool in numbers."""

    total: int = Field(description="Everybody who answered, without test entries.")
    in_pool: int = Field(description="Those who can be drawn.")
    by_standing: dict[str, int]
    sharing_household: int
    values: list[PoolValue]


class TargetValue(Schema):
    """A population share, and the seats that follow from it."""

    value: str
    share_percent: float | None
    minimum: int | None
    maximum: int | None


class TargetCategory(Schema):
    """One category with the source of its shares."""

    category: str
    source: str
    values: list[TargetValue]


class Targets(Schema):
    """Targets and quotas as they stand now."""

    seats: int
    categories: list[TargetCategory]


class Chances(Schema):
    """How fair a lottery is."""

    lowest: float
    median: float
    highest: float
    gini: float
    certificate: str


class RunTold(Schema):
    """One selection run."""

    number: int
    state: RunState
    objective: Objective
    seats: int
    pool_size: int
    panels: int | None
    is_test: bool
    is_binding: bool
    is_replacement: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    chances: Chances | None = Field(description="Null while there is no result.")


class RunValue(Schema):
    """How pool, lottery and panel stand to one quota."""

    value: str
    minimum: int
    maximum: int
    share_percent: float | None
    pool: int
    expected: float
    panel: int
    lowest: float | None
    mean: float | None
    highest: float | None


class RunCategory(Schema):
    """One category of a run."""

    category: str
    values: list[RunValue]


class WholeRun(RunTold):
    """One selection run with its fairness, quota by quota."""

    categories: list[RunCategory]


class SeatTold(Schema):
    """One place of the panel. Who holds it is told nowhere in the API."""

    number: int
    state: SeatState
    origin: SeatOrigin
    offered_at: datetime


class SeatCountsTold(Schema):
    """How many places there are that are to be filled, are held, and are open."""

    places: int
    held: int
    open: int
