"""Changes to a problem whose effect on the answer is known without solving it."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace

import pytest

from sortition.lottery import Instance, Person, Quota, QuotasInfeasible, Selection, check_feasibility, select
from tests.property.lottery.random_instances import small_instance

SAME_CHANCE = 1e-8
"""Leximin's chances are unique; two computations of them differ by the solver's tolerance of 1e-9 at most."""

SEEDS = range(300, 325)


def answer(instance: Instance) -> Selection | None:
    try:
        return select(instance, seed=0)
    except QuotasInfeasible:
        return None


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_new_names_and_a_new_order_change_nothing(seed: int) -> None:
    instance = small_instance(seed)
    before = answer(instance)
    chance = random.Random(seed)
    people = [
        Person(
            f"new {person.id}",
            {f"~{category}": value[::-1] for category, value in person.values.items()},
            person.household and f"~{person.household}",
        )
        for person in instance.people
    ]
    quotas = [replace(q, category=f"~{q.category}", value=q.value[::-1]) for q in instance.quotas]
    chance.shuffle(people)
    chance.shuffle(quotas)
    after = answer(Instance(instance.seats, tuple(quotas), tuple(people)))
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        renamed = {f"new {name}": chance for name, chance in before.probabilities.items()}
        assert after.probabilities == pytest.approx(renamed, abs=SAME_CHANCE)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_equal_people_have_equal_chances_and_chances_sum_to_the_seats(seed: int) -> None:
    instance = small_instance(seed)
    selection = answer(instance)
    if selection is None:
        return
    assert sum(selection.probabilities.values()) == pytest.approx(instance.seats, abs=1e-9)
    alike = defaultdict(set)
    for person in instance.people:
        if person.household is None:
            alike[tuple(person.values.items())].add(selection.probabilities[person.id])
    assert all(len(chances) == 1 for chances in alike.values())


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_looser_quota_never_lowers_the_lowest_chance(seed: int) -> None:
    instance = small_instance(seed)
    before = answer(instance)
    if before is None:
        return
    place = random.Random(seed).randrange(len(instance.quotas))
    old = instance.quotas[place]
    looser = Quota(old.category, old.value, max(0, old.minimum - 1), old.maximum + 1)
    quotas = (*instance.quotas[:place], looser, *instance.quotas[place + 1 :])
    after = answer(replace(instance, quotas=quotas))
    assert after is not None
    assert min(after.probabilities.values()) >= min(before.probabilities.values()) - SAME_CHANCE


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", SEEDS)
def test_another_person_never_breaks_feasibility(seed: int) -> None:
    instance = small_instance(seed)
    double = replace(instance.people[0], id="newcomer", household=None)
    more = replace(instance, people=(*instance.people, double))
    assert check_feasibility(more).is_feasible >= check_feasibility(instance).is_feasible
