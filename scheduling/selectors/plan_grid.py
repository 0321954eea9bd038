"""The programme of one session as a grid: rooms as columns, time as rows, items as cells that span their time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from scheduling.enums import ItemKind
from scheduling.local_times import clock_span, clock_time
from scheduling.models import AgendaItem, Room, Session

STEPS = (30, 15)
"""Minutes of a row: the larger where every item begins and ends on it."""

ACROSS = (ItemKind.PLENARY, ItemKind.BREAK)
"""Kinds at which all members are in one place, so that nothing goes on in the other rooms."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One item as the grid shows it; `flags` are sentences about its clashes, `accepted` those that may stand."""

    item: AgendaItem
    span: str
    who: tuple[str, ...]
    flags: tuple[Any, ...] = ()
    accepted: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one room from a row on: items (several where they overlap), or nothing.

    columns: more than one for what all members are at while nothing is planned beside it.
    """

    room: Room | None
    rows: int
    planned: tuple[Planned, ...] = ()
    columns: int = 1

    @property
    def kind(self) -> str:
        """Return the kind by which the cell is drawn; "" where it is empty or each of several is drawn by its own."""
        return self.planned[0].item.kind if len(self.planned) == 1 else ""

    @property
    def is_clash(self) -> bool:
        """Whether something in it is marked."""
        return any(each.flags for each in self.planned)


@dataclass(slots=True)
class Row:
    """One line of the grid; cells that a longer one above covers are left out."""

    starts_at: datetime
    time: str
    is_within: bool
    """Whether it lies within the session's own hours."""
    cells: list[Cell] = field(default_factory=list)

    @property
    def has_items(self) -> bool:
        """Whether something begins here."""
        return any(cell.planned for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table."""

    rooms: tuple[Room, ...]
    has_roomless: bool
    """Whether there is a column for what needs no room."""
    rows: tuple[Row, ...]
    minutes: int


def grid_of(session: Session, rooms: Sequence[Room], planned: Iterable[Planned]) -> Grid:
    """Lay the items of a session out; a room that is no longer offered has a column too if an item stands in it."""
    shown = sorted(planned, key=lambda each: (each.item.starts_at, each.item.pk))
    known = {room.pk for room in rooms}
    strays = {each.item.room_id: each.item.room for each in shown if each.item.room_id}
    columns = [*rooms, *(room for key, room in sorted(strays.items()) if key not in known)]
    has_roomless = any(each.item.room_id is None for each in shown) or not columns
    places: list[Room | None] = [*columns, *([None] if has_roomless else [])]
    step = _step(session, shown)
    begins = min([session.starts_at, *(each.item.starts_at for each in shown)])
    ends = max([session.ends_at, *(each.item.ends_at for each in shown)])
    first = _floor(begins, step)
    count = -(-int((ends - first).total_seconds()) // (60 * step))
    rows = [
        Row(
            moment,
            clock_time(moment, session.zone),
            is_within=session.starts_at < moment + timedelta(minutes=step) and moment < session.ends_at,
        )
        for moment in (first + timedelta(minutes=step * index) for index in range(count))
    ]
    spans = [_Span(each, first, step) for each in shown]
    across = [span for span in spans if len(places) > 1 and _is_across(span, spans)]
    for number, room in enumerate(places):
        here = [span for span in spans if span not in across and span.planned.item.room_id == _key(room)]
        # What lies across all columns is told once: in the first, which it begins in.
        _fill_column(rows, room, here, across, columns=0 if number else len(places))
    return Grid(tuple(columns), has_roomless, tuple(rows), step)


def planned_of(
    session: Session,
    items: Iterable[AgendaItem],
    flags: dict[int, list[Any]],
    accepted: dict[int, list[Any]],
) -> list[Planned]:
    """Tell items as the grid shows them; people and slots are read already."""
    return [
        Planned(
            item,
            clock_span(item.starts_at, item.minutes, session.zone),
            tuple(str(slot.person) for slot in item.slots.all()),
            tuple(flags.get(item.pk, ())),
            tuple(accepted.get(item.pk, ())),
        )
        for item in items
    ]


class _Span:
    """An item with the rows that it takes: from `start` up to, but not including, `end`."""

    def __init__(self, planned: Planned, first: datetime, step: int) -> None:
        self.planned = planned
        self.start = int((planned.item.starts_at - first).total_seconds()) // (60 * step)
        self.end = -(-int((planned.item.ends_at - first).total_seconds()) // (60 * step))


def _is_across(span: _Span, spans: Sequence[_Span]) -> bool:
    """Whether an item is drawn across all rooms: all are expected at it, and nothing shares a row with it."""
    item = span.planned.item
    is_alone = all(other is span or other.end <= span.start or span.end <= other.start for other in spans)
    return item.kind in ACROSS and item.expected is None and is_alone


def _fill_column(
    rows: list[Row], room: Room | None, here: Sequence[_Span], across: Sequence[_Span], *, columns: int
) -> None:
    """Give each row its cell of one column; items that share a row share a cell.

    columns: across how many those of `across` are drawn from here on; 0 where an earlier column has drawn them.
    """
    together: list[tuple[int, int, list[_Span]]] = []
    for each in sorted([*here, *across], key=lambda span: span.start):
        if together and each.start < together[-1][1]:
            begun, until, others = together[-1]
            together[-1] = (begun, max(until, each.end), [*others, each])
        else:
            together.append((each.start, each.end, [each]))
    row = 0
    for start, end, found in together:
        for empty in range(row, start):
            rows[empty].cells.append(Cell(room, 1))
        planned = tuple(span.planned for span in found)
        if found[0] not in across:
            rows[start].cells.append(Cell(room, end - start, planned))
        elif columns:
            rows[start].cells.append(Cell(planned[0].item.room, end - start, planned, columns))
        row = end
    for empty in range(row, len(rows)):
        rows[empty].cells.append(Cell(room, 1))


def _step(session: Session, planned: list[Planned]) -> int:
    """Choose the largest step on which everything begins and ends; the smallest where nothing fits."""
    moments = [session.starts_at, session.ends_at]
    for each in planned:
        moments += [each.item.starts_at, each.item.ends_at]
    for step in STEPS:
        if all(_floor(moment, step) == moment for moment in moments):
            return step
    return STEPS[-1]


def _floor(moment: datetime, step: int) -> datetime:
    return moment - timedelta(
        minutes=moment.minute % step, seconds=moment.second, microseconds=moment.microsecond
    )


def _key(room: Room | None) -> int | None:
    return room.pk if room else None
