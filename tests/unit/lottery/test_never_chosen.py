"""People who can be on no panel get a reason; what is left after dropouts is a problem of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sortition.lottery import Instance, InvalidInstance, Person, Quota, residual_instance, select
from sortition.lottery.messages import explain_never_chosen
from tests.property.lottery.brute_force import all_panels
from tests.property.lottery.random_instances import bonded_instance
from tests.unit.lottery.problems import kinds, people


def reasons(instance: Instance) -> list[str]:
    return [explain_never_chosen(never) for never in select(instance, seed=0).never_chosen]


def test_everybody_who_can_sit_needs_no_reason() -> None:
    assert reasons(kinds(2, people("x", "x", "y"), x=(0, 2), y=(0, 1))) == []


def test_counting_names_full_values_and_housemates() -> None:
    pool = people("x", "x", "y", "y", "z", households={0: "h", 2: "h"})
    instance = replace(kinds(2, pool, x=(0, 1), y=(0, 2), z=(0, 0)), fixed=("p0",))
    assert reasons(instance) == [
        "p1: the 1 seats of kind: x are taken, or there are none",
        "p2: a fixed person lives with them",
        "p4: the 0 seats of kind: z are taken, or there are none",
    ]


def test_quotas_that_leave_no_room_are_named() -> None:
    """At most one of three may be young, both of the old are women, and two women may sit: no young woman can."""
    pool = tuple(
        Person(str(n), {"age": age, "sex": sex})
        for n, (age, sex) in enumerate([("old", "f"), ("old", "f"), ("young", "f"), ("young", "m")])
    )
    quotas = (
        Quota("age", "old", 2, 3),
        Quota("age", "young", 0, 1),
        Quota("sex", "f", 0, 2),
        Quota("sex", "m", 0, 1),
    )
    assert reasons(Instance(3, quotas, pool)) == ["2: these leave no room: age: young ≤ 1; sex: f ≤ 2"]


def test_exactly_the_people_on_no_panel_are_named() -> None:
    tried = 0
    for seed in range(150):
        instance = bonded_instance(seed, most_people=7)
        panels = all_panels(instance)
        if not panels:
            continue
        sitting = {number for panel in panels for number in panel}
        expected = {person.id for n, person in enumerate(instance.people) if n not in sitting}
        named = [identifier for never in select(instance, seed=0).never_chosen for identifier in never.ids]
        assert sorted(named) == sorted(expected)
        tried += bool(expected)
    assert tried >= 20


def test_a_replacement_fills_the_open_seat_beside_those_who_stay() -> None:
    instance = kinds(2, people("x", "x", "y", "y"), x=(1, 1), y=(1, 1))
    left = residual_instance(instance, seated=["p0"], gone=["p2"])
    assert select(left, seed=0).panel == ("p0", "p3")


def test_groups_shrink_to_those_who_are_left() -> None:
    instance = replace(
        kinds(2, people("x", "x", "y", "y"), x=(0, 2), y=(0, 2)),
        fixed=("p0",),
        together=(("p0", "p1", "p2"),),
        apart=(("p2", "p3"),),
    )
    left = residual_instance(instance, gone=["p2", "p0"])
    assert (left.fixed, left.together, left.apart) == ((), (), ())
    assert [person.id for person in left.people] == ["p1", "p3"]


@pytest.mark.parametrize(
    ("code", "seated", "gone"),
    [
        ("unknown_person", ["nobody"], []),
        ("unknown_person", [], ["nobody"]),
        ("seated_and_gone", ["p0"], ["p0"]),
        ("no_people", [], ["p0", "p1"]),
    ],
)
def test_replacements_that_mean_nothing_are_refused(code: str, seated: list[str], gone: list[str]) -> None:
    with pytest.raises(InvalidInstance) as caught:
        residual_instance(kinds(1, people("x", "x"), x=(0, 1)), seated=seated, gone=gone)
    assert caught.value.code == code
