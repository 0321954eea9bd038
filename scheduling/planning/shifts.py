"""Move a part of a programme in time: the rest of a session that runs late, a whole day to another day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduling.planning.clash_rules import span_of
from scheduling.planning.programme import Programme, Span


@dataclass(frozen=True)
class Move:
    """Say when an item begins from now on, and how long it is."""

    item_key: int
    start: datetime
    duration: timedelta


@dataclass(frozen=True)
class Shift:
    """Hold what running late does.

    moves: in order of time; breaks that shrink are among them even if they begin as before.
    stays: fixed items that would have moved.
    overruns: item → by how much it ends after its session.
    """

    moves: tuple[Move, ...]
    stays: tuple[int, ...]
    overruns: Mapping[int, timedelta]


def shift_rest(
    programme: Programme,
    session_key: int,
    from_item: int,
    minutes: int,
    *,
    room_key: int | None = None,
    shortest_break: timedelta | None = None,
) -> Shift:
    """Move an item and what begins no earlier in its session later by some minutes.

    room_key: move only what is in this room. shortest_break: breaks may shrink to this, so that what comes after
    them is less late; of breaks at the same time only one saves anything. Pauses between items stay as they are.

    Raises:
        ValueError: if the minutes are not positive, or the item does not stand in the session.
    """
    first = programme.item_of.get(from_item)
    if minutes <= 0 or first is None or first.place is None or first.session_key != session_key:
        raise ValueError("nothing to shift")
    begin = span_of(first).start
    later = sorted(
        (
            item
            for item in programme.placed_items
            if item.session_key == session_key
            and span_of(item).start >= begin
            and (room_key is None or item.room_key == room_key or item.key == from_item)
        ),
        key=lambda item: (span_of(item), item.key),
    )
    late = timedelta(minutes=minutes)
    saved: list[tuple[Span, timedelta]] = []
    moves = []
    for item in later:
        if item.is_fixed:
            continue
        span = span_of(item)
        delay = late - sum((gain for each, gain in saved if each.end <= span.start), timedelta())
        duration = item.duration
        if item.is_break and shortest_break is not None and not any(e.overlaps(span) for e, _ in saved):
            gain = max(timedelta(), min(delay, duration - shortest_break))
            duration -= gain
            saved.append((span, gain))
        if delay or duration != item.duration:
            moves.append(Move(item.key, span.start + delay, duration))
    session = programme.session_of.get(session_key)
    over = {
        move.item_key: move.start + move.duration - session.end
        for move in moves
        if session is not None and move.start + move.duration > session.end
    }
    return Shift(tuple(moves), tuple(item.key for item in later if item.is_fixed), over)


def copy_day(
    starts: Mapping[int, datetime],
    *,
    from_day: datetime,
    to_day: datetime,
    from_zone: ZoneInfo,
    to_zone: ZoneInfo,
) -> dict[int, datetime]:
    """Carry starts to another day at the same hour of the clock: 09:00 stays 09:00 over a change of the hour.

    from_day, to_day: any moment of the days, whose dates are read by the clocks of the two zones. An hour that the
    new day skips becomes the hour after; one that it has twice means the first.
    """
    days = to_day.astimezone(to_zone).date() - from_day.astimezone(from_zone).date()
    copied = {}
    for key, start in starts.items():
        wall = start.astimezone(from_zone).replace(tzinfo=None, fold=0) + days
        copied[key] = wall.replace(tzinfo=to_zone).astimezone(UTC)
    return copied
