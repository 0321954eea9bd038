"""Running late, and copying a day."""

from zoneinfo import ZoneInfo

import pytest

from scheduling.planning.shifts import Move, copy_day, shift_rest
from tests.unit.planning_programme.days import HALL, LIBRARY, at, minutes, programme, talk


def test_everything_from_the_item_on_begins_later_and_fixed_items_stay() -> None:
    plan = programme(
        talk(1, at(9)), talk(2, at(10)), talk(3, at(10, 30), is_fixed=True), talk(4, at(15, 30), LIBRARY)
    )

    found = shift_rest(plan, 1, 2, 20)

    assert found.moves == (Move(2, at(10, 20), minutes(30)), Move(4, at(15, 50), minutes(30)))
    assert (found.stays, found.overruns) == ((3,), {4: minutes(20)})
    assert shift_rest(plan, 1, 2, 20, room_key=HALL).moves == (Move(2, at(10, 20), minutes(30)),)


def test_breaks_shrink_no_further_than_asked_and_make_up_for_time() -> None:
    tea = talk(2, at(9, 30), is_break=True)
    plan = programme(talk(1, at(9)), tea, talk(3, at(10)), talk(4, at(9, 30), LIBRARY))

    found = shift_rest(plan, 1, 1, 25, shortest_break=minutes(15))

    assert found.moves == (
        Move(1, at(9, 25), minutes(30)),
        Move(2, at(9, 55), minutes(15)),
        Move(4, at(9, 55), minutes(30)),
        Move(3, at(10, 10), minutes(30)),
    )


def test_a_break_that_takes_all_the_delay_leaves_the_rest_alone() -> None:
    plan = programme(talk(1, at(9)), talk(2, at(9, 30), is_break=True), talk(3, at(10)))

    found = shift_rest(plan, 1, 1, 10, shortest_break=minutes(15))

    assert [move.item_key for move in found.moves] == [1, 2]


def test_there_is_nothing_to_shift_by_nothing_or_elsewhere() -> None:
    for session, minutes_late in ((1, 0), (2, 10)):
        with pytest.raises(ValueError, match="nothing to shift"):
            shift_rest(programme(talk(1, at(9))), session, 1, minutes_late)


def test_nine_oclock_stays_nine_oclock_over_a_change_of_the_hour() -> None:
    london = ZoneInfo("Europe/London")
    from_day = at(8)  # 9:00 summer time

    copied = copy_day(
        {1: from_day}, from_day=from_day, to_day=at(8).replace(month=11), from_zone=london, to_zone=london
    )

    assert copied == {1: at(9).replace(month=11)}
