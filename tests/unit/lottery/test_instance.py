"""What makes a well-formed problem."""

from __future__ import annotations

import pytest

from sortition.lottery import Instance, InvalidInstance, Person, Quota

ANNA = Person("anna", {"age": "old"})
OLD = Quota("age", "old", 0, 1)


@pytest.mark.parametrize(
    ("code", "seats", "quotas", "people"),
    [
        ("seats_below_one", 0, (OLD,), (ANNA,)),
        ("no_quotas", 1, (), (ANNA,)),
        ("no_people", 1, (OLD,), ()),
        ("minimum_above_maximum", 1, (Quota("age", "old", 2, 1),), (ANNA,)),
        ("negative_minimum", 1, (Quota("age", "old", -1, 1),), (ANNA,)),
        ("contradictory_flexible_bounds", 1, (Quota("age", "old", 1, 2, 2, 2),), (ANNA,)),
        ("contradictory_flexible_bounds", 1, (Quota("age", "old", 1, 2, 0, 1),), (ANNA,)),
        ("duplicate_quota", 1, (OLD, OLD), (ANNA,)),
        ("duplicate_id", 1, (OLD,), (ANNA, ANNA)),
        ("missing_value", 1, (OLD,), (Person("bert", {}),)),
        ("unknown_value", 1, (OLD,), (Person("bert", {"age": "young"}),)),
    ],
)
def test_ill_formed_problems_are_refused(
    code: str, seats: int, quotas: tuple[Quota, ...], people: tuple[Person, ...]
) -> None:
    with pytest.raises(InvalidInstance) as caught:
        Instance(seats, quotas, people)
    assert caught.value.code == code


def test_categories_stand_in_the_order_of_their_first_quota() -> None:
    quotas = (Quota("b", "x", 0, 1), Quota("a", "x", 0, 1), Quota("b", "y", 0, 1))
    assert Instance(1, quotas, (Person("1", {"a": "x", "b": "y"}),)).categories == ("b", "a")
