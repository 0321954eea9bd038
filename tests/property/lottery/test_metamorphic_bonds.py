"""The same changes with fixed people, together, apart, caps, households, crossed quotas and weights."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace

import pytest

from sortition.lottery import (
    Cap,
    Instance,
    Person,
    Quota,
    QuotasInfeasible,
    Selection,
    check_feasibility,
    select,
)
from tests.property.lottery.brute_force import is_panel
from tests.property.lottery.random_instances import bonded_instance

SAME_CHANCE = 1e-8
"""Leximin's chances are unique; two computations of them differ by the solver's tolerance of 1e-9 at most."""

SEEDS = range(4000, 4060)
CROSS = "×"


def answer(instance: Instance, panels: int | None = None) -> Selection | None:
    try:
        return select(instance, seed=0, panels=panels)
    except QuotasInfeasible:
        return None


def renamed(instance: Instance, chance: random.Random) -> Instance:
    """Give everything another name and order: people, categories, values, households, groups."""

    def category(name: str) -> str:
        return CROSS.join(f"~{part}" for part in name.split(CROSS))

    def value(name: str) -> str:
        return CROSS.join(part.strip()[::-1] for part in name.split(CROSS))

    people = [
        Person(
            f"new {person.id}",
            {category(name): value(held) for name, held in person.values.items()},
            person.household and f"~{person.household}",
            {f"~{column}": group[::-1] for column, group in person.groups.items()},
            person.weight,
        )
        for person in instance.people
    ]
    quotas = [replace(q, category=category(q.category), value=value(q.value)) for q in instance.quotas]
    chance.shuffle(people)
    chance.shuffle(quotas)

    def shuffled(group: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(chance.sample([f"new {identifier}" for identifier in group], len(group)))

    return Instance(
        instance.seats,
        tuple(quotas),
        tuple(people),
        fixed=shuffled(instance.fixed),
        together=tuple(shuffled(group) for group in reversed(instance.together)),
        apart=tuple(shuffled(group) for group in reversed(instance.apart)),
        caps=tuple(Cap(f"~{cap.column}", cap.maximum) for cap in reversed(instance.caps)),
    )


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_new_names_and_a_new_order_change_nothing(seed: int) -> None:
    instance = bonded_instance(seed)
    before = answer(instance)
    after = answer(renamed(instance, random.Random(seed)))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        expected = {f"new {name}": chance for name, chance in before.probabilities.items()}
        assert after.probabilities == pytest.approx(expected, abs=SAME_CHANCE)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_equal_people_whom_nothing_binds_have_equal_chances_and_chances_sum_to_the_seats(seed: int) -> None:
    instance = bonded_instance(seed)
    selection = answer(instance)
    if selection is None:
        return
    assert sum(selection.probabilities.values()) == pytest.approx(instance.seats, abs=1e-9)
    bound = {name for group in (instance.fixed, *instance.together, *instance.apart) for name in group}
    alike = defaultdict(set)
    for person in instance.people:
        if person.household is None and person.id not in bound:
            kind = (tuple(person.values.items()), tuple(person.groups.items()), person.weight)
            alike[kind].add(selection.probabilities[person.id])
    assert all(len(chances) == 1 for chances in alike.values())


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_panel_keeps_to_everything_and_rounding_loses_less_than_a_panel(seed: int) -> None:
    instance = bonded_instance(seed)
    many = random.Random(seed).choice((1, 3, 10, 100))
    selection = answer(instance, panels=many)
    if selection is None:
        return
    place = {person.id: number for number, person in enumerate(instance.people)}
    uniform = selection.uniform_lottery
    assert uniform is not None
    for panel in [*(weighted.panel for weighted in selection.lottery), *uniform]:
        assert is_panel(instance, tuple(place[name] for name in panel))
    within = {c.code: c for c in selection.certificate.checks}["uniform_within_one_panel"]
    far = [
        name
        for name, chance in selection.probabilities.items()
        if abs(sum(name in panel for panel in uniform) - many * chance) > 1 + 1e-9 * many
    ]
    # Where fractions cannot all be rounded at once, the check says of how many people that is true.
    assert len(far) == within.params["people_further_than_one_panel"]


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_looser_quota_and_fewer_bonds_never_lower_the_lowest_chance(seed: int) -> None:
    instance = bonded_instance(seed)
    before = answer(instance)
    if before is None:
        return
    weights = {person.id: person.weight for person in instance.people}

    def lowest(selection: Selection) -> float:
        return min(chance / weights[name] for name, chance in selection.probabilities.items())

    place = random.Random(seed).randrange(len(instance.quotas))
    old = instance.quotas[place]
    looser = Quota(old.category, old.value, max(0, old.minimum - 1), old.maximum + 1)
    quotas = (*instance.quotas[:place], looser, *instance.quotas[place + 1 :])
    freer = [
        replace(instance, quotas=quotas),
        replace(instance, together=instance.together[1:]),
        replace(instance, apart=instance.apart[1:]),
        replace(instance, caps=tuple(Cap(cap.column, cap.maximum + 1) for cap in instance.caps)),
        replace(instance, people=tuple(replace(p, household=None) for p in instance.people)),
    ]
    for changed in freer:
        after = answer(changed)
        assert after is not None
        assert lowest(after) >= lowest(before) - SAME_CHANCE


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_another_person_whom_nothing_binds_never_breaks_feasibility(seed: int) -> None:
    instance = bonded_instance(seed)
    newcomer = replace(instance.people[0], id="newcomer", household=None, groups={})
    more = replace(instance, people=(*instance.people, newcomer))
    assert check_feasibility(more).is_feasible >= check_feasibility(instance).is_feasible
