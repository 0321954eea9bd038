"""Make small random programmes, and judge them minute by minute without the rules of the product."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations

from scheduling.planning.clash_rules import ClashCode
from scheduling.planning.programme import Duty, Item, Person, Place, Programme, Room, SessionDay, Span

NINE = datetime(2026, 6, 6, 9, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
PLAIN = {
    ClashCode.ROOM_TWICE,
    ClashCode.PERSON_TWICE,
    ClashCode.EVERYBODY_TWICE,
    ClashCode.PERSON_UNAVAILABLE,
    ClashCode.ROOM_UNAVAILABLE,
    ClashCode.DUTY_TWICE,
    ClashCode.DUTY_ELSEWHERE,
    ClashCode.DUTY_UNAVAILABLE,
}


def minutes(many: int) -> timedelta:
    """Give a duration."""
    return timedelta(minutes=many)


def small_programme(seed: int, *, items: int = 4, slots: int = 4, placed_share: float = 0.5) -> Programme:
    """Make two or three short sessions, two rooms in two venues, and items of which some are placed, also badly."""
    chance = random.Random(seed)
    sessions = tuple(
        SessionDay(
            number,
            NINE + timedelta(days=number),
            NINE + timedelta(days=number) + slots * QUARTER,
            chance.choice((1, 2, 3)),
            frozenset({1, 2}),
        )
        for number in range(2)
    )
    if chance.random() < 0.3:  # a session beside the first, so that one day holds two
        sessions += (SessionDay(7, NINE + QUARTER, NINE + slots * QUARTER, 1, frozenset({2})),)
    rooms = (
        Room(1, 1, 50, frozenset({"hearing_loop"}), unavailable=_spans(chance, sessions, 0.3)),
        Room(2, chance.choice((1, 2)), 20),
    )
    people = tuple(
        Person(key, chance.choice((None, None, _spans(chance, sessions, 1.0)))) for key in range(3)
    )
    made = []
    for key in range(items):
        session = chance.choice(sessions)
        is_placed = chance.random() < placed_share
        made.append(
            Item(
                key,
                chance.choice(("talk", "talk", "internal", "plenary")),
                chance.choice((1, 2)) * QUARTER,
                session.key if is_placed else None,
                chance.choice((1, 2)) if is_placed else None,
                session.start + chance.randrange(slots) * QUARTER if is_placed else None,
                frozenset(chance.sample(range(3), chance.choice((0, 1, 1, 2)))),
                chance.choice((0, 10, 30)),
                chance.choice(({}, {}, {"hearing_loop": 2})),
                chance.choice((None, None, 1, 3)),
                chance.choice(("", "for", "against")),
                chance.random() < 0.3,
                frozenset({chance.randrange(key)}) if key and chance.random() < 0.3 else frozenset(),
                is_break=chance.random() < 0.1,
                is_for_everybody=chance.random() < 0.3,
                needs_room=True,
            )
        )
    return Programme(
        rooms,
        sessions,
        people,
        tuple(made),
        tuple(
            Duty(session.key, person.key)
            for session in sessions
            for person in people
            if chance.random() < 0.15
        ),
        {(1, 2): chance.choice((0, 10, 20))},
        longest_stretch=minutes(chance.choice((30, 45, 120))),
    )


def _spans(chance: random.Random, sessions: tuple[SessionDay, ...], share: float) -> tuple[Span, ...]:
    return tuple(
        Span(start, start + chance.choice((1, 2, 3)) * QUARTER)
        for session in sessions
        if chance.random() < share
        for start in [session.start + chance.randrange(3) * QUARTER]
    )


def codes_by_minute(programme: Programme) -> Counter[tuple[ClashCode, tuple[int, ...]]]:
    """Count the clashes of room, people and availability per set of items, looking at every five minutes."""
    found: set[tuple[object, ...]] = set()
    placed = [item for item in programme.items if item.start is not None]

    for item in placed:
        for moment in _moments(item):
            for key in item.people:
                person = next(p for p in programme.people if p.key == key)
                if _is_away(person, moment):
                    found.add((ClashCode.PERSON_UNAVAILABLE, (item.key,), key))
                for day in _on_duty(programme, key):
                    if day.key != item.session_key and day.start <= moment < day.end:
                        found.add((ClashCode.DUTY_ELSEWHERE, (item.key,), (key, day.key)))
            room = next(r for r in programme.rooms if r.key == item.room_key)
            if _within(moment, room.unavailable) or (
                room.open is not None and not _within(moment, room.open)
            ):
                found.add((ClashCode.ROOM_UNAVAILABLE, (item.key,), None))
    found |= _duties_by_minute(programme)
    for one, other in combinations(sorted(placed, key=lambda i: i.key), 2):
        if not _moments(one) & _moments(other):
            continue
        pair = (one.key, other.key)
        if one.room_key == other.room_key:
            found.add((ClashCode.ROOM_TWICE, pair, None))
        found |= {(ClashCode.PERSON_TWICE, pair, person) for person in one.people & other.people}
        if one.is_for_everybody and other.is_for_everybody:
            found.add((ClashCode.EVERYBODY_TWICE, pair, None))
    return Counter((code, keys) for code, keys, _ in found)


def _moments(item: Item) -> set[datetime]:
    return {item.start + minutes(5 * n) for n in range(item.duration // minutes(5))}


def _within(moment: datetime, spans: tuple[Span, ...]) -> bool:
    return any(span.start <= moment < span.end for span in spans)


def _is_away(person: Person, moment: datetime) -> bool:
    is_outside = person.available is not None and not _within(moment, person.available)
    return is_outside or _within(moment, person.unavailable)


def _on_duty(programme: Programme, person: int) -> list[SessionDay]:
    keys = {duty.session_key for duty in programme.duties if duty.person_key == person}
    return [day for day in programme.sessions if day.key in keys]


def _duties_by_minute(programme: Programme) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for person in programme.people:
        for day in _on_duty(programme, person.key):
            length = range((day.end - day.start) // minutes(5))
            for moment in (day.start + minutes(5 * n) for n in length):
                if _is_away(person, moment):
                    found.add((ClashCode.DUTY_UNAVAILABLE, (), (person.key, day.key)))
                found |= {
                    (ClashCode.DUTY_TWICE, (), (person.key, frozenset((day.key, other.key))))
                    for other in _on_duty(programme, person.key)
                    if other != day and other.start <= moment < other.end
                }
    return found


def every_place(programme: Programme, item: Item, step: timedelta = QUARTER) -> list[Place]:
    """List all places of a grid by trying every step of every session."""
    found = []
    for session in programme.sessions:
        start = session.start
        while start + item.duration <= session.end:
            found += [Place(session.key, room, start) for room in session.rooms]
            start += step
    return found
