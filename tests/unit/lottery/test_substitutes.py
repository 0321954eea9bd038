"""Who could take one seat while everybody else stays, against counting by the definition."""

import random

import pytest

from sortition.lottery import Cap, Instance, Person, Quota
from sortition.lottery.substitutes import count_substitutes, pool_kinds


def random_problem(seed: int) -> tuple[Instance, list[Person]]:
    """Make up a small pool with quotas, households and a cap, and a panel that need not meet them."""
    chance = random.Random(seed)
    people = tuple(
        Person(
            str(number),
            {"Age": chance.choice("abc"), "Area": chance.choice("ns")},
            household=chance.choice([None, *"hijkl"]),
            groups={"Employer": chance.choice(["x", "y", "z"])} if chance.random() < 0.7 else {},
        )
        for number in range(chance.randint(4, 16))
    )
    quotas = []
    for category, values in (("Age", "abc"), ("Area", "ns")):
        for value in values:
            low = chance.randint(0, 2)
            quotas.append(Quota(category, value, low, low + chance.randint(0, 2)))
    caps = (Cap("Employer", chance.randint(1, 2)),) if chance.random() < 0.6 else ()
    instance = Instance(3, tuple(quotas), people, caps=caps)
    return instance, chance.sample(people, chance.randint(1, min(4, len(people) - 1)))


def by_definition(instance: Instance, panel: list[Person], leaver: Person) -> int:
    """Try everybody of the pool on the seat."""
    stay = [person for person in panel if person is not leaver]

    def missed(quota: Quota, people: list[Person]) -> int:
        held = sum(person.values[quota.category] == quota.value for person in people)
        return max(quota.minimum - held, 0, held - quota.maximum)

    def fits(person: Person) -> bool:
        if person.household and person.household in [each.household for each in stay]:
            return False
        for cap in instance.caps:
            group = person.groups.get(cap.column)
            before, without = (sum(p.groups.get(cap.column) == group for p in some) for some in (panel, stay))
            if group and without + 1 > max(cap.maximum, before):
                return False
        return all(missed(quota, [*stay, person]) <= missed(quota, panel) for quota in instance.quotas)

    return sum(fits(person) for person in instance.people if person not in panel)


@pytest.mark.one_in(5)
@pytest.mark.parametrize("seed", range(300))
def test_the_count_is_that_of_the_definition(seed: int) -> None:
    instance, panel = random_problem(seed)
    kinds = pool_kinds(instance, {person.id for person in panel})
    expected = {person.id: by_definition(instance, panel, person) for person in panel}
    assert count_substitutes(kinds, panel) == expected


def test_an_empty_panel_has_no_seats_and_an_empty_pool_nobody() -> None:
    instance = Instance(1, (Quota("Age", "a", 0, 1),), (Person("1", {"Age": "a"}),))
    assert count_substitutes(pool_kinds(instance, ()), []) == {}
    assert count_substitutes(pool_kinds(instance, {"1"}), list(instance.people)) == {"1": 0}


def test_a_hundred_and_ten_seats_and_thirty_thousand_people_take_a_moment() -> None:
    """Every person a kind of their own: the slowest pool there is."""
    chance = random.Random(1)
    categories = {f"C{c}": 6 for c in range(6)}
    people = tuple(
        Person(str(number), {name: f"v{chance.randrange(size)}" for name, size in categories.items()})
        for number in range(30_000)
    )
    quotas = tuple(Quota(name, f"v{v}", 15, 22) for name, size in categories.items() for v in range(size))
    instance = Instance(110, quotas, people)
    panel = list(people[:110])
    counts = count_substitutes(pool_kinds(instance, {person.id for person in panel}), panel)
    assert len(counts) == 110
