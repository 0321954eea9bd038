"""The programme of one session as a grid: rooms as columns, time as rows, items as cells that span their time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from scheduling.local_times import clock_span, clock_time
from scheduling.models import AgendaItem, Room, Session

STEPS = (30, 15)
"""Minutes of a row: the larger where every item begins and ends on it."""


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
    """What stands in one room from a row on: items (several where they overlap), or nothing."""

    room: Room | None
    rows: int
    planned: tuple[Planned, ...] = ()

    @property
    def kind(self) -> str:
        """Return the kind by which the cell is drawn; "" where it is empty."""
        return self.planned[0].item.kind if self.planned else ""

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
    for room in places:
        _fill_column(rows, room, [each for each in shown if each.item.room_id == _key(room)], first, step)
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


def _fill_column(
    rows: list[Row], room: Room | None, planned: list[Planned], first: datetime, step: int
) -> None:
    """Give each row its cell of one column; items that share a row share a cell."""
    together: list[tuple[int, int, list[Planned]]] = []
    for each in planned:
        start = int((each.item.starts_at - first).total_seconds()) // (60 * step)
        end = -(-int((each.item.ends_at - first).total_seconds()) // (60 * step))
        if together and start < together[-1][1]:
            begun, until, others = together[-1]
            together[-1] = (begun, max(until, end), [*others, each])
        else:
            together.append((start, end, [each]))
    row = 0
    for start, end, each in together:
        for empty in range(row, start):
            rows[empty].cells.append(Cell(room, 1))
        rows[start].cells.append(Cell(room, end - start, tuple(each)))
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
