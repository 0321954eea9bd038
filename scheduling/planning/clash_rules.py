"""Name the rules of a programme and test one item, or two, against them.

Every rule but one looks at one item or at two, so that an item which shares nothing with them changes no clash. The
rule of rests looks at a whole session and lives in `rests.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduling.planning.programme import Item, Programme, SessionDay, Span, is_free

Param = str | int | datetime | None


class ClashCode(StrEnum):
    """Name what is wrong."""

    ROOM_TWICE = "room_twice"
    PERSON_TWICE = "person_twice"
    EVERYBODY_TWICE = "everybody_twice"
    PERSON_UNAVAILABLE = "person_unavailable"
    ROOM_UNAVAILABLE = "room_unavailable"
    ROOM_NOT_OF_SESSION = "room_not_of_session"
    ROOM_MISSING = "room_missing"
    OVER_CAPACITY = "over_capacity"
    FEATURE_MISSING = "feature_missing"
    OUTSIDE_SESSION = "outside_session"
    TRAVEL_GAP = "travel_gap"
    ORDER = "order"
    PHASE_ORDER = "phase_order"
    NO_REST = "no_rest"
    DUTY_TWICE = "duty_twice"
    DUTY_ELSEWHERE = "duty_elsewhere"
    DUTY_UNAVAILABLE = "duty_unavailable"


class Severity(StrEnum):
    """Tell what cannot happen from what ought not to."""

    IMPOSSIBLE = "impossible"
    UNWISE = "unwise"


SEVERITIES = {
    ClashCode.ROOM_TWICE: Severity.IMPOSSIBLE,
    ClashCode.PERSON_TWICE: Severity.IMPOSSIBLE,
    ClashCode.EVERYBODY_TWICE: Severity.IMPOSSIBLE,
    ClashCode.PERSON_UNAVAILABLE: Severity.IMPOSSIBLE,
    ClashCode.ROOM_UNAVAILABLE: Severity.IMPOSSIBLE,
    ClashCode.ROOM_NOT_OF_SESSION: Severity.UNWISE,
    ClashCode.ROOM_MISSING: Severity.UNWISE,
    ClashCode.OVER_CAPACITY: Severity.IMPOSSIBLE,
    ClashCode.FEATURE_MISSING: Severity.IMPOSSIBLE,
    ClashCode.OUTSIDE_SESSION: Severity.UNWISE,
    ClashCode.TRAVEL_GAP: Severity.IMPOSSIBLE,
    ClashCode.ORDER: Severity.IMPOSSIBLE,
    ClashCode.PHASE_ORDER: Severity.UNWISE,
    ClashCode.NO_REST: Severity.UNWISE,
    ClashCode.DUTY_TWICE: Severity.IMPOSSIBLE,
    ClashCode.DUTY_ELSEWHERE: Severity.IMPOSSIBLE,
    # They may come for the hours that they are free: others are on duty beside them.
    ClashCode.DUTY_UNAVAILABLE: Severity.UNWISE,
}


@dataclass(frozen=True)
class Clash:
    """Say what is wrong with which items.

    items: keys, sorted.
    params: what makes it this clash and no other: whoever accepts it accepts just this. Moments are UTC.
    """

    code: ClashCode
    items: tuple[int, ...]
    params: Mapping[str, Param]

    @property
    def severity(self) -> Severity:
        """Say whether it makes the programme impossible."""
        return SEVERITIES[self.code]

    @property
    def key(self) -> str:
        """Give a short name that stays while the clash stays, and goes when anything about it changes."""
        facts = [f"{name}={_written(value)}" for name, value in sorted(self.params.items())]
        written = "|".join([self.code, ",".join(map(str, self.items)), *facts])
        return f"{self.code}:{hashlib.sha256(written.encode()).hexdigest()[:32]}"


def _written(value: Param) -> str:
    return str(int(value.timestamp())) if isinstance(value, datetime) else str(value)


def span_of(item: Item) -> Span:
    """Give the time a placed item takes."""
    if item.start is None:
        raise ValueError("an item without a start takes no time")
    return Span(item.start, item.start + item.duration)


def phase_of(programme: Programme, item: Item) -> int | None:
    """Give the phase of a placed item; None for breaks and internal ones, which belong to none."""
    if not item.is_work:
        return None
    if item.phase is not None or item.session_key is None:
        return item.phase
    session = programme.session_of.get(item.session_key)
    return session.phase if session else None


def clashes_alone(programme: Programme, item: Item) -> Iterator[Clash]:
    """Test a placed item against the hours, its people and its room."""
    yield from _clashes_with_hours(programme, item)
    if item.room_key is None:
        if item.needs_room:
            yield Clash(ClashCode.ROOM_MISSING, (item.key,), {"session": item.session_key})
        return
    yield from _clashes_with_room(programme, item)


def _clashes_with_hours(programme: Programme, item: Item) -> Iterator[Clash]:
    span = span_of(item)
    moments: dict[str, Param] = {"start": span.start, "end": span.end}
    session = programme.session_of.get(item.session_key) if item.session_key is not None else None
    if session is not None and not session.span.contains(span):
        hours: dict[str, Param] = {"opens": session.start, "closes": session.end}
        yield Clash(ClashCode.OUTSIDE_SESSION, (item.key,), {"session": session.key, **moments, **hours})
    for key in sorted(item.people):
        person = programme.person_of.get(key)
        if person is not None and not is_free(span, person.available, person.unavailable):
            yield Clash(ClashCode.PERSON_UNAVAILABLE, (item.key,), {"person": key, **moments})
        for day in duties_elsewhere(programme, key, item.session_key, span):
            params: dict[str, Param] = {
                "person": key,
                "session": day.key,
                "start": max(span.start, day.start),
                "end": min(span.end, day.end),
            }
            yield Clash(ClashCode.DUTY_ELSEWHERE, (item.key,), params)


def duties_elsewhere(
    programme: Programme, person: int, session_key: int | None, span: Span
) -> Iterator[SessionDay]:
    """Give the other sessions at which somebody is on duty during a span, by their keys."""
    for key in sorted(programme.duties_of.get(person, ())):
        day = programme.session_of[key]
        if key != session_key and day.span.overlaps(span):
            yield day


def _clashes_with_room(programme: Programme, item: Item) -> Iterator[Clash]:
    room = programme.room_of.get(item.room_key) if item.room_key is not None else None
    if room is None:
        return
    span = span_of(item)
    session = programme.session_of.get(item.session_key) if item.session_key is not None else None
    if session is not None and room.key not in session.rooms:
        yield Clash(ClashCode.ROOM_NOT_OF_SESSION, (item.key,), {"room": room.key, "session": session.key})
    if not is_free(span, room.open, room.unavailable):
        moments: dict[str, Param] = {"start": span.start, "end": span.end}
        yield Clash(ClashCode.ROOM_UNAVAILABLE, (item.key,), {"room": room.key, **moments})
    if item.expected > room.capacity:
        figures: dict[str, Param] = {"expected": item.expected, "capacity": room.capacity}
        yield Clash(ClashCode.OVER_CAPACITY, (item.key,), {"room": room.key, **figures})
    for feature, count in sorted(item.needs.items()):
        if count > 0 and feature not in room.features:
            params: dict[str, Param] = {"room": room.key, "feature": feature, "count": count}
            yield Clash(ClashCode.FEATURE_MISSING, (item.key,), params)


def clashes_between(programme: Programme, one: Item, other: Item) -> Iterator[Clash]:
    """Test two placed items against each other. Which is named first makes no difference."""
    if other.key < one.key:
        one, other = other, one
    if one.key == other.key:
        return
    pair = (one.key, other.key)
    first, second = span_of(one), span_of(other)
    common: dict[str, Param] = {
        "start": max(first.start, second.start),
        "end": min(first.end, second.end),
    }
    overlaps = first.overlaps(second)
    if overlaps and one.room_key is not None and one.room_key == other.room_key:
        yield Clash(ClashCode.ROOM_TWICE, pair, {"room": one.room_key, **common})
    yield from _clashes_of_shared_people(programme, one, other, common, overlaps=overlaps)
    yield from _clashes_of_order(programme, one, other)


def _clashes_of_shared_people(
    programme: Programme, one: Item, other: Item, common: Mapping[str, Param], *, overlaps: bool
) -> Iterator[Clash]:
    shared: list[int | None] = [*sorted(one.people & other.people)]
    if one.is_for_everybody and other.is_for_everybody:
        shared.append(None)
    if not shared:
        return
    pair = (one.key, other.key)
    if overlaps:
        for person in shared:
            if person is None:
                yield Clash(ClashCode.EVERYBODY_TWICE, pair, common)
            else:
                yield Clash(ClashCode.PERSON_TWICE, pair, {"person": person, **common})
        return
    way = programme.way(one.room_key, other.room_key)
    first, second = sorted((span_of(one), span_of(other)))
    gap = second.start - first.end
    if gap < way:
        minutes = {"gap": _minutes(gap), "way": _minutes(way)}
        rooms: dict[str, Param] = {"from": first.end, "until": second.start, "room": one.room_key}
        for person in shared:
            params = {"person": person, "other_room": other.room_key, **rooms, **minutes}
            yield Clash(ClashCode.TRAVEL_GAP, pair, params)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _clashes_of_order(programme: Programme, one: Item, other: Item) -> Iterator[Clash]:
    first, second = span_of(one), span_of(other)
    for early, late, ends, begins in (
        (one, other, first.end, second.start),
        (other, one, second.end, first.start),
    ):
        if begins >= ends:
            continue
        moments: dict[str, Param] = {"ends": ends, "begins": begins, "first": early.key}
        if early.key in late.after:
            yield Clash(ClashCode.ORDER, (one.key, other.key), moments)
        if is_phase_misordered(programme, early, late):
            phases = {"phase": phase_of(programme, early), "closing": phase_of(programme, late)}
            yield Clash(ClashCode.PHASE_ORDER, (one.key, other.key), {**phases, **moments})


def is_phase_misordered(programme: Programme, early: Item, late: Item) -> bool:
    """Say whether `late` belongs to the closing phase and `early` before it.

    Two items that both take their phase from their sessions never count: how sessions follow each other is the
    plan's own matter, and one clash per pair of items would bury it.
    """
    if early.phase is None and late.phase is None:
        return False
    before, after = phase_of(programme, early), phase_of(programme, late)
    return before is not None and after is not None and before < programme.closing_phase <= after
