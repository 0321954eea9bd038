"""Each rule of a programme, seen on one day."""

import pytest

from scheduling.planning.clash_rules import ClashCode, Severity
from scheduling.planning.clashes import clashes_of, free_places
from scheduling.planning.programme import Duty, Item, Person, Room, SessionDay, Span
from tests.unit.planning_programme.days import (
    ANNEX,
    DAY,
    HALL,
    LENA,
    LIBRARY,
    ROOMS,
    TOMASZ,
    at,
    minutes,
    programme,
    talk,
)


def broken(*items: Item, **fields: object) -> list[tuple[str, tuple[int, ...]]]:
    """Name the clashes and their items."""
    return [(clash.code, clash.items) for clash in clashes_of(programme(*items, **fields))]


def test_a_clean_day_has_no_clash() -> None:
    assert broken(talk(1, at(9)), talk(2, at(9, 30)), talk(3, at(9, 30), LIBRARY), talk(4)) == []


EVERYBODY = {"is_for_everybody": True}
WITH_LENA = {"people": frozenset({LENA})}


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((talk(1, at(9)), talk(2, at(9, 15))), ClashCode.ROOM_TWICE),
        ((talk(1, at(9), **WITH_LENA), talk(2, at(9), LIBRARY, **WITH_LENA)), ClashCode.PERSON_TWICE),
        ((talk(1, at(9), **EVERYBODY), talk(2, at(9), LIBRARY, **EVERYBODY)), ClashCode.EVERYBODY_TWICE),
        ((talk(1, at(9), **WITH_LENA), talk(2, at(9, 45), ANNEX, **WITH_LENA)), ClashCode.TRAVEL_GAP),
        ((talk(1, at(10)), talk(2, at(9), after=frozenset({1}))), ClashCode.ORDER),
        ((talk(1, at(10), phase=1), talk(2, at(9), phase=3)), ClashCode.PHASE_ORDER),
        ((talk(1, at(9), duration=minutes(90)), talk(2, at(10, 35))), ClashCode.NO_REST),
    ],
)
def test_two_items_clash(items: tuple[Item, Item], code: ClashCode) -> None:
    assert broken(*items) == [(code, (1, 2))]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (talk(1, at(9, 45), people=frozenset({TOMASZ})), ClashCode.PERSON_UNAVAILABLE),
        (talk(1, at(9), LIBRARY, expected=25), ClashCode.OVER_CAPACITY),
        (talk(1, at(9), LIBRARY, needs={"hearing_loop": 2}), ClashCode.FEATURE_MISSING),
        (talk(1, at(15, 45)), ClashCode.OUTSIDE_SESSION),
        (talk(1, at(9), None), ClashCode.ROOM_MISSING),
    ],
)
def test_one_item_clashes_with_what_is_given(item: Item, code: ClashCode) -> None:
    assert broken(item) == [(code, (1,))]


def test_a_room_is_closed_or_not_part_of_the_day() -> None:
    open_late = Room(HALL, 1, 120, open=(Span(at(10), at(11)), Span(at(11), at(12))))
    day = SessionDay(DAY.key, DAY.start, DAY.end, 1, frozenset({HALL}))

    found = broken(
        talk(1, at(9, 45)),
        talk(2, at(10, 45)),
        talk(3, at(9), LIBRARY),
        rooms=(open_late, *ROOMS[1:]),
        sessions=(day,),
    )

    assert found == [(ClashCode.ROOM_NOT_OF_SESSION, (3,)), (ClashCode.ROOM_UNAVAILABLE, (1,))]


def test_ten_minutes_without_work_are_a_rest_and_internal_items_are_no_work() -> None:
    long = {"duration": minutes(90)}
    tests = talk(3, at(10, 30), LIBRARY, kind="internal")

    assert broken(talk(1, at(9), **long), talk(2, at(10, 40), **long), tests) == []


def test_sessions_out_of_order_are_no_clash_of_each_pair_of_their_items() -> None:
    decision = SessionDay(2, at(9, day=5), at(16, day=5), 3, frozenset({HALL}))

    assert broken(talk(1, at(9)), talk(2, at(9, day=5), session_key=2), sessions=(DAY, decision)) == []


def test_duties_clash_with_each_other_with_hours_and_with_parts_in_other_sessions_alone() -> None:
    beside = SessionDay(2, at(15), at(18), 1, frozenset({ANNEX}))
    duties = (Duty(1, LENA), Duty(2, LENA), Duty(1, TOMASZ), Duty(9, LENA))
    speaks = {"people": frozenset({LENA}), "is_break": True}

    found = clashes_of(
        programme(
            talk(1, at(9), LIBRARY, **speaks),
            talk(2, at(16, 30), ANNEX, **speaks, session_key=2),
            talk(3, at(15), HALL, people=frozenset({TOMASZ}), is_break=True),
            duties=duties,
            sessions=(DAY, beside),
            people=(Person(LENA), Person(TOMASZ, (Span(at(10), at(18)),))),
        )
    )

    assert [(each.code, each.items, each.params["person"]) for each in found] == [
        (ClashCode.DUTY_TWICE, (), LENA),
        (ClashCode.DUTY_UNAVAILABLE, (), TOMASZ),
    ]
    (elsewhere,) = clashes_of(
        programme(talk(2, at(15), ANNEX, **speaks, session_key=2), duties=duties[:1], sessions=(DAY, beside))
    )
    assert (elsewhere.code, elsewhere.items) == (ClashCode.DUTY_ELSEWHERE, (2,))
    assert elsewhere.params == {"person": LENA, "session": 1, "start": at(15), "end": at(15, 30)}


def test_needs_are_told_as_a_count() -> None:
    (clash,) = clashes_of(programme(talk(1, at(9), LIBRARY, needs={"hearing_loop": 2})))

    assert clash.params == {"room": LIBRARY, "feature": "hearing_loop", "count": 2}
    assert clash.severity is Severity.IMPOSSIBLE


def test_a_key_stays_while_the_clash_stays_and_lapses_when_it_changes() -> None:
    def key(*items: Item) -> str:
        return clashes_of(programme(*items))[0].key

    first = key(talk(1, at(9), LIBRARY, expected=25))

    assert key(talk(1, at(11), LIBRARY, expected=25), talk(2, at(9))) == first
    assert key(talk(1, at(9), LIBRARY, expected=26)) != first
    assert key(talk(1, at(9), ANNEX, expected=25)) != first
    assert len(first) < 200


def test_free_places_name_what_is_free_and_what_each_other_place_would_bring() -> None:
    item = talk(9, people=frozenset({TOMASZ}), expected=22)
    plan = programme(talk(1, at(10), people=frozenset({LENA})), item)

    tried = {(each.place.start, each.place.room_key): each for each in free_places(plan, item)}

    assert tried[at(10), LIBRARY].is_free
    assert [clash.code for clash in tried[at(10), HALL].clashes] == [ClashCode.ROOM_TWICE]
    assert [clash.code for clash in tried[at(10), ANNEX].clashes] == [ClashCode.OVER_CAPACITY]
    assert [clash.code for clash in tried[at(9), HALL].clashes] == [ClashCode.PERSON_UNAVAILABLE]
    assert max(start for start, _ in tried) == at(15, 30)
