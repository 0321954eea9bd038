"""The panel board: every place with what it waits for, what a no would do, and how hard it would be to fill again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assembly.models import Assembly
from sortition.enums_seats import AWAITING, GIVEN_UP, HELD, SAID_YES, SeatState
from sortition.models import Seat
from sortition.quota_messages import spaced
from sortition.selectors.hardness import substitutes_of
from sortition.selectors.panel import Panel, answers_by_category, slot_of
from sortition.selectors.seats import is_kept_free

GROUPS = (
    ("open", (*GIVEN_UP, SeatState.REPLACEMENT_PENDING)),
    ("contacting", (SeatState.CONTACTING,)),
    ("offered", (SeatState.OFFERED,)),
    ("yes", SAID_YES),
    ("vacant", (SeatState.LEFT_VACANT,)),
)
"""The parts of the board, what needs somebody first."""

FEW = 3
"""A seat that so few could take, or fewer, is called hard to replace."""


@dataclass(frozen=True)
class BoardSeat:
    """One place as the board shows it.

    days: since the seat was offered, or since somebody left it. falls: (category, value) of the quotas that would fall
    below their minimum if this person said no. substitutes: how many of the pool could take exactly this seat; None
    where nobody holds it or that is not known.
    """

    seat: Seat
    answers: tuple[str, ...]
    days: int
    falls: tuple[tuple[str, str], ...]
    substitutes: int | None
    may_return: bool

    @property
    def slot(self) -> str:
        """The state of the slot that draws it."""
        return slot_of(self.seat.state)

    @property
    def is_hard(self) -> bool:
        """Whether few could take it."""
        return self.substitutes is not None and self.substitutes <= FEW

    @property
    def short_name(self) -> str:
        """First name and initial, as on a badge."""
        person = self.seat.respondent
        initial = f" {person.last_name[:1]}." if person.last_name and person.first_name else ""
        return f"{person.first_name}{initial}".strip() or str(person)


@dataclass(frozen=True)
class BoardGroup:
    """One part of the board."""

    key: str
    seats: tuple[BoardSeat, ...]

    @property
    def hard(self) -> int:
        """How many of them few could take."""
        return sum(seat.is_hard for seat in self.seats)


def board_of(panel: Panel, *, now: datetime) -> tuple[BoardGroup, ...]:
    """Return the board's parts that have a place, with a constant number of queries."""
    assembly: Assembly = panel.run.assembly
    substitutes = substitutes_of(assembly)
    answers = answers_by_category(seat.respondent_id for seat in panel.seats)
    seats = [
        BoardSeat(
            seat.row,
            tuple(answers.get(seat.respondent_id, {}).values()),
            days_waiting(seat.row, now),
            falls_of(panel, seat.row),
            substitutes.get(seat.row.pk),
            is_kept_free(seat.row),
        )
        for seat in panel.seats
    ]
    groups = (
        BoardGroup(key, tuple(each for each in seats if each.seat.state in states)) for key, states in GROUPS
    )
    return tuple(group for group in groups if group.seats)


def days_waiting(seat: Seat, now: datetime) -> int:
    """Count the days since a seat was offered, or since it was left."""
    since = seat.offered_at if seat.state in HELD else (seat.left_at or seat.offered_at)
    return max(0, (now - since).days)


def falls_of(panel: Panel, seat: Seat) -> tuple[tuple[str, str], ...]:
    """Return the quotas that would fall below their minimum if the person on a seat said no."""
    if seat.state not in AWAITING:
        return ()
    held = panel.counts()
    own = panel.values[seat.respondent_id]
    return tuple(
        (quota.category, quota.value)
        for quota in panel.result.snapshot.instance.quotas
        if own.get(quota.category) == quota.value and held[quota.category, quota.value] - 1 < quota.minimum
    )


def falls_in_words(falls: Sequence[tuple[str, str]]) -> str:
    """Name quotas: “16–29 (Age), North (Area)”."""
    named = (spaced(category, value) for category, value in falls)
    return ", ".join(f"{each['value']} ({each['category']})" for each in named)
