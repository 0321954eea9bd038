"""The programme of an assembly as planning sees it: one place in which the database becomes plain values."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assembly.member_needs import needs_of_members
from assembly.models import Assembly, Person
from scheduling.enums import FOR_EVERYBODY, PHASE_ORDER, ItemKind, Openness, Phase
from scheduling.models import AgendaItem, PersonTime, Room, RoomTime, Session, SessionDuty, Walk
from scheduling.planning import programme as pure


@dataclass(frozen=True, slots=True)
class Plan:
    """The programme as plain values, and the rows behind its keys, so that what is found can be told by name."""

    assembly: Assembly
    programme: pure.Programme
    sessions: dict[int, Session]
    rooms: dict[int, Room]
    items: dict[int, AgendaItem]
    people: dict[int, Person]
    usable: dict[int, list[Room]] = field(default_factory=dict)
    """Session → the rooms that can be used in it, in their order."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """Who is expected where everybody is: how many, and how many of them need which feature."""

    count: int
    needs: dict[str, int]


def plan_of(assembly: Assembly) -> Plan:
    """Read the whole programme of an assembly, with as many queries for one item as for a hundred."""
    sessions = list(
        Session.objects.filter(assembly=assembly)
        .select_related("venue")
        .prefetch_related("rooms__venue")
        .order_by("starts_at", "pk")
    )
    rooms = list(Room.objects.filter(venue__assembly=assembly).select_related("venue"))
    items = list(
        AgendaItem.objects.filter(assembly=assembly)
        .select_related("room__venue", "session")
        .prefetch_related("slots__person", "after")
        .order_by("starts_at", "title", "pk")
    )
    usable = {session.pk: _usable(session, rooms) for session in sessions}
    people = {slot.person_id: slot.person for item in items for slot in item.slots.all()}
    duties = list(SessionDuty.objects.filter(session__assembly=assembly).select_related("person"))
    people |= {duty.person_id: duty.person for duty in duties}
    everybody = _Members(assembly)
    by_key = {session.pk: session for session in sessions}
    return Plan(
        assembly=assembly,
        programme=pure.Programme(
            rooms=tuple(_room(room, spans) for room, spans in _with_room_times(rooms)),
            sessions=tuple(_session(each, usable[each.pk]) for each in sessions),
            people=tuple(_people(people)),
            items=tuple(_item(item, everybody.at(by_key.get(item.session_id))) for item in items),
            duties=tuple(sorted(pure.Duty(duty.session_id, duty.person_id) for duty in duties)),
            travel=_travel(assembly),
        ),
        sessions=by_key,
        rooms={room.pk: room for room in rooms},
        items={item.pk: item for item in items},
        people=people,
        usable=usable,
    )


class _Members:
    """Members and what they need, read once and counted for each session."""

    def __init__(self, assembly: Assembly) -> None:
        members = Person.objects.members().filter(assembly=assembly)
        self._members = list(members.values_list("pk", "joined_at", "left_at"))
        self._needs: dict[int, set[str]] = defaultdict(set)
        for need in needs_of_members(assembly):
            if need.feature:
                self._needs[need.person].add(need.feature)
        self._known: dict[int | None, _Expected] = {}

    def at(self, session: Session | None) -> _Expected:
        """Count who is expected at a session; in the tray, whoever is a member now."""
        key = session.pk if session else None
        if key not in self._known:
            present = [pk for pk, joined, left in self._members if _is_expected(joined, left, session)]
            needs = Counter(feature for pk in present for feature in self._needs.get(pk, ()))
            self._known[key] = _Expected(len(present), dict(needs))
        return self._known[key]


def _is_expected(joined: datetime, left: datetime | None, session: Session | None) -> bool:
    """Say of one member what `members_at` says of all."""
    if session is None:
        return left is None
    return joined <= session.ends_at and (left is None or left > session.starts_at)


def _usable(session: Session, rooms: list[Room]) -> list[Room]:
    """Return what `rooms_of` returns, without a query for each session."""
    chosen = sorted(session.rooms.all(), key=lambda room: (room.position, room.name, room.pk))
    if chosen or session.venue_id is None:
        return chosen
    return [room for room in rooms if room.venue_id == session.venue_id and not room.is_retired]


def _room(room: Room, times: "_Times") -> pure.Room:
    return pure.Room(
        key=room.pk,
        venue_key=room.venue_id,
        capacity=room.capacity,
        features=frozenset(room.features),
        unavailable=times.taken,
        open=times.free,
    )


def _session(session: Session, rooms: list[Room]) -> pure.SessionDay:
    return pure.SessionDay(
        key=session.pk,
        start=session.starts_at,
        end=session.ends_at,
        phase=PHASE_ORDER[Phase(session.phase)],
        rooms=frozenset(room.pk for room in rooms),
    )


def _item(item: AgendaItem, members: _Expected) -> pure.Item:
    people = frozenset(slot.person_id for slot in item.slots.all())
    is_for_everybody = item.kind in FOR_EVERYBODY and (
        item.expected is None or item.expected >= members.count > 0
    )
    expected = item.expected
    if expected is None:
        expected = members.count if is_for_everybody else len(people)
    needs = dict.fromkeys(item.needs, 1)
    if is_for_everybody:
        needs |= members.needs
    return pure.Item(
        key=item.pk,
        kind=item.kind,
        duration=timedelta(minutes=item.minutes),
        session_key=item.session_id,
        room_key=item.room_id,
        start=item.starts_at,
        people=people,
        expected=expected,
        needs=needs,
        phase=PHASE_ORDER[Phase(item.phase)] if item.phase else None,
        position=item.position,
        is_fixed=item.is_fixed,
        after=frozenset(earlier.pk for earlier in item.after.all()),
        is_break=item.kind == ItemKind.BREAK,
        is_for_everybody=is_for_everybody,
        needs_room=item.needs_room,
    )


@dataclass(frozen=True, slots=True)
class _Times:
    """Spans as planning wants them: taken ones, and free ones or None where nobody said any."""

    taken: tuple[pure.Span, ...] = ()
    free: tuple[pure.Span, ...] | None = None


def _times(rows: Iterable[RoomTime | PersonTime]) -> _Times:
    taken, free = [], []
    for row in rows:
        (free if row.openness == Openness.FREE else taken).append(pure.Span(row.starts_at, row.ends_at))
    return _Times(tuple(taken), tuple(free) or None)


def _with_room_times(rooms: list[Room]) -> list[tuple[Room, _Times]]:
    by_room: dict[int, list[RoomTime]] = defaultdict(list)
    for row in RoomTime.objects.filter(room__in=[room.pk for room in rooms]).order_by("starts_at", "pk"):
        by_room[row.room_id].append(row)
    return [(room, _times(by_room[room.pk])) for room in rooms]


def _people(people: dict[int, Person]) -> list[pure.Person]:
    by_person: dict[int, list[PersonTime]] = defaultdict(list)
    for row in PersonTime.objects.filter(person__in=people).order_by("starts_at", "pk"):
        by_person[row.person_id].append(row)
    found = []
    for key in sorted(people):
        times = _times(by_person[key])
        found.append(pure.Person(key=key, available=times.free, unavailable=times.taken, position=""))
    return found


def _travel(assembly: Assembly) -> dict[tuple[int, int], int]:
    walks = Walk.objects.filter(first__assembly=assembly)
    return {
        pair: walk.minutes
        for walk in walks
        for pair in ((walk.first_id, walk.second_id), (walk.second_id, walk.first_id))
    }
