"""What would move if the rest of a day were later."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.enums import ItemKind
from scheduling.local_times import clock_span, clock_time
from scheduling.models import AgendaItem, Session
from scheduling.selectors.sessions import items_of

SHORTEST_BREAK = 10
"""Minutes below which a break is none."""


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


def shift_of(session: Session, item: AgendaItem, minutes: int, *, shrinks_breaks: bool) -> DayShift:
    """Move an item of a session and all that begin with it or later by so many minutes; fixed ones stay.

    Where breaks shrink, each gives what it has above the shortest break, the first one first, until the day has caught
    up: what begins after that break is less late. Breaks at the same time give the same.
    """
    later = [each for each in items_of(session) if each.starts_at >= item.starts_at]
    moving = [each for each in later if not each.is_fixed]
    savings = _savings(moving, minutes) if shrinks_breaks else {}
    moved = []
    for each in moving:
        saved_before = sum(saved for (begins, ends), saved in savings.items() if ends <= each.starts_at)
        starts_at = each.starts_at + timedelta(minutes=minutes - saved_before)
        saved = savings.get((each.starts_at, each.ends_at), 0) if each.kind == ItemKind.BREAK else 0
        length = each.minutes - saved
        if starts_at == each.starts_at and length == each.minutes:
            continue
        moved.append(
            Moved(
                item=each,
                starts_at=starts_at,
                minutes=length,
                was=clock_span(each.starts_at, each.minutes, session.zone),
                becomes=clock_span(starts_at, length, session.zone),
                overruns=starts_at + timedelta(minutes=length) > session.ends_at,
            )
        )
    last = max((each.starts_at + timedelta(minutes=each.minutes) for each in moved), default=session.ends_at)
    return DayShift(
        moved=tuple(moved),
        fixed=tuple(each for each in later if each.is_fixed),
        ends=clock_time(last, session.zone),
        overrun=max(0, int((last - session.ends_at).total_seconds()) // 60),
    )


def _savings(items: list[AgendaItem], late: int) -> dict[tuple[datetime, datetime], int]:
    """Return what breaks give, by their spans; overlapping breaks of different spans give once, the first one."""
    spans: dict[tuple[datetime, datetime], int] = defaultdict(int)
    for each in items:
        if each.kind == ItemKind.BREAK:
            spans[each.starts_at, each.ends_at] = each.minutes
    given: dict[tuple[datetime, datetime], int] = {}
    until: datetime | None = None
    for span in sorted(spans):
        saved = min(late, max(0, spans[span] - SHORTEST_BREAK))
        if saved and (until is None or span[0] >= until):
            given[span] = saved
            late -= saved
            until = span[1]
    return given
