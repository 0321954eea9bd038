"""What would move if the rest of a day were later, told by the session's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.local_times import clock_span, clock_time
from scheduling.models import AgendaItem, Room, Session
from scheduling.planning.shifts import shift_rest
from scheduling.selectors.plan_programme import plan_of

SHORTEST_BREAK = timedelta(minutes=10)
"""What a break keeps when it shrinks."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that moves: to when, and for how long then."""

    item: AgendaItem
    starts_at: datetime
    minutes: int
    was: str
    becomes: str
    overruns: bool
    """Whether it would end after the session."""


@dataclass(frozen=True, slots=True)
class DayShift:
    """What moves, what stays because it is fixed, and when the last of it ends."""

    moved: tuple[Moved, ...]
    fixed: tuple[AgendaItem, ...]
    ends: str
    overrun: int
    """Minutes by which the last item would end after the session; 0 where it does not."""


def shift_of(
    session: Session, item: AgendaItem, minutes: int, *, shrinks_breaks: bool, room: Room | None = None
) -> DayShift:
    """Move an item of a session and all that begin with it or later by so many minutes; fixed ones stay.

    room: move only what is there; the other rooms are on time.
    """
    plan = plan_of(session.assembly)
    shift = shift_rest(
        plan.programme,
        session.pk,
        item.pk,
        minutes,
        room_key=room.pk if room else None,
        shortest_break=SHORTEST_BREAK if shrinks_breaks else None,
    )
    moved = []
    for each in shift.moves:
        row = plan.items[each.item_key]
        length = int(each.duration.total_seconds()) // 60
        moved.append(
            Moved(
                item=row,
                starts_at=each.start,
                minutes=length,
                was=clock_span(row.starts_at, row.minutes, session.zone),
                becomes=clock_span(each.start, length, session.zone),
                overruns=each.item_key in shift.overruns,
            )
        )
    overrun = max(shift.overruns.values(), default=timedelta())
    return DayShift(
        moved=tuple(moved),
        fixed=tuple(plan.items[key] for key in shift.stays),
        ends=clock_time(session.ends_at + overrun, session.zone),
        overrun=int(overrun.total_seconds()) // 60,
    )
