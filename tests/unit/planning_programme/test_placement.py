"""What automatic placement does, and how it explains what it could not do."""

from scheduling.planning.placement import place
from scheduling.planning.placement_results import Balance, Placed, Reason
from scheduling.planning.programme import Person, Place, SessionDay, Span
from tests.unit.planning_programme.days import (
    DAY,
    HALL,
    LENA,
    LIBRARY,
    TOMASZ,
    at,
    minutes,
    programme,
    talk,
)

SECOND = SessionDay(2, at(9, day=20), at(12, day=20), 3, frozenset({HALL, LIBRARY}))


def test_each_session_hears_both_sides_and_uses_few_rooms() -> None:
    items = [talk(key, position=side) for key, side in enumerate(("for", "for", "against", "against"))]

    found = place(
        programme(*items, talk(8, at(9)), talk(9, at(9, day=20), session_key=2), sessions=(DAY, SECOND))
    )

    assert found.is_optimal
    assert [each.difference for each in found.balance] == [0, 0]
    assert (len(found.placed), found.rooms_used, found.unplaced) == (4, 2, ())


def test_learning_stays_before_deciding_and_an_order_is_kept() -> None:
    decide, learn = talk(1, phase=3), talk(2, phase=1)
    last = talk(3, phase=3, after=frozenset({1}))

    found = place(programme(decide, learn, last, talk(9, at(9))))

    assert found.placed == (
        Placed(1, Place(1, HALL, at(10))),
        Placed(2, Place(1, HALL, at(9, 30))),
        Placed(3, Place(1, HALL, at(10, 30))),
    )


def test_what_is_fixed_stays_and_what_may_move_moves_only_if_it_must() -> None:
    short = SessionDay(1, at(10), at(11), 1, frozenset({HALL}))
    fixed, movable = talk(1, at(10), is_fixed=True), talk(2, at(10, 15))

    found = place(programme(fixed, movable, sessions=(short,)), items={1, 2})

    assert found.moved == (Placed(2, Place(1, HALL, at(10, 30))),)
    assert place(programme(fixed, talk(2, at(10, 30)), sessions=(short,)), items={1, 2}).moved == ()


def test_somebody_who_is_never_there_is_named() -> None:
    away = Person(LENA, (Span(at(9, day=7), at(16, day=7)),))

    found = place(programme(talk(1, people=frozenset({LENA})), people=(away,)))

    assert found.unplaced[0].reasons[0] == Reason("everywhere.person_unavailable", {"person": LENA})


def test_two_people_who_are_never_there_together_are_named() -> None:
    early = Person(LENA, (Span(at(9), at(11)),))
    late = Person(TOMASZ, (Span(at(11), at(16)),))

    found = place(programme(talk(1, people=frozenset({LENA, TOMASZ})), people=(early, late)))

    assert found.unplaced[0].reasons[0] == Reason(
        "everywhere_one_of.person_unavailable", {"people": (LENA, TOMASZ)}
    )


def test_a_missing_feature_a_full_day_and_a_long_item_are_told_apart() -> None:
    day = SessionDay(1, at(9), at(10), 1, frozenset({LIBRARY}))
    standing = (talk(1, at(9), LIBRARY), talk(2, at(9, 30), LIBRARY))
    loop, plain, long = talk(3, needs={"hearing_loop": 2}), talk(4), talk(5, duration=minutes(90))

    found = place(programme(*standing, loop, plain, long, sessions=(day,)))
    reasons = {each.item_key: each.reasons for each in found.unplaced}

    missing = {"feature": "hearing_loop", "count": 2}
    assert Reason("everywhere.feature_missing", missing) in reasons[3]
    assert (
        Reason("but_for.moved", {"items": (1, 2), "session": 1, "room": LIBRARY, "start": at(9)})
        in reasons[4]
    )
    assert reasons[5] == (Reason("no_time", {"minutes": 90}),)


def test_a_search_that_is_stopped_still_gives_a_plan_without_clashes() -> None:
    told: list[str] = []

    found = place(programme(*map(talk, range(6))), should_stop=lambda: True, progress=told.append)

    assert len(found.placed) == 6
    assert told == ["options", "sessions", "rooms", "reasons"]


def test_nothing_to_place_is_a_plan_too() -> None:
    found = place(programme(talk(1, at(9), position="for")))

    assert (found.placed, found.unplaced, found.is_optimal) == ((), (), True)
    assert found.balance == (Balance(1, 1, 0),)
