"""The engine against an enumeration of every panel of small random problems."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sortition.lottery import (
    Instance,
    Objective,
    QuotasInfeasible,
    Repair,
    SeatsChange,
    check_feasibility,
    select,
)
from sortition.lottery.feasibility import elastic_bounds
from sortition.lottery.pool_types import build_type_pool
from tests.property.lottery.brute_force import all_panels, is_panel, leximin_chances, smallest_repair_cost
from tests.property.lottery.random_instances import bonded_instance, small_instance

SAME_CHANCE = 1e-7
"""Two exact methods in doubles agree to seven figures; neither promises more."""

SAMPLE_SEED = int(os.environ.get("SAMPLE_SEED", date.today().toordinal()))  # noqa: DTZ011 - any day will do
SAMPLE = sorted(random.Random(SAMPLE_SEED).sample(range(1000, 3000), 15))
"""Seeds of the long oracle that the usual run takes; SAMPLE_SEED repeats another day's."""


def compare(instance: Instance, objective: Objective = Objective.LEXIMIN) -> None:
    panels = all_panels(instance)
    if not panels:
        with pytest.raises(QuotasInfeasible):
            select(instance, objective=objective, seed=0)
        return
    selection = select(instance, objective=objective, seed=0)
    chances = np.array([selection.probabilities[person.id] for person in instance.people])
    expected = leximin_chances(panels, len(instance.people), [person.weight for person in instance.people])
    assert selection.certificate.status == "proven", selection.certificate.checks
    if objective is Objective.LEXIMIN:
        assert np.abs(chances - expected).max() <= SAME_CHANCE
    else:
        weights = np.array([person.weight for person in instance.people])
        assert abs((chances / weights).min() - (expected / weights).min()) <= SAME_CHANCE
    names = {person.id: number for number, person in enumerate(instance.people)}
    for weighted in selection.lottery:
        assert is_panel(instance, tuple(names[identifier] for identifier in weighted.panel))


def repaired(instance: Instance, repair: Repair) -> Instance:
    seats = instance.seats
    quotas = {(quota.category, quota.value): quota for quota in instance.quotas}
    for change in repair.changes:
        if isinstance(change, SeatsChange):
            seats = change.after
        else:
            place = (change.category, change.value)
            assert getattr(quotas[place], change.bound) == change.before
            quotas[place] = replace(quotas[place], **{change.bound: change.after})
    return Instance(seats, tuple(quotas.values()), instance.people)


@pytest.mark.parametrize("block", range(6))
def test_leximin_equals_enumeration(block: int) -> None:
    """Chances agree with leximin over all panels; problems without a panel are recognised."""
    for seed in range(block * 50, block * 50 + 50):
        compare(small_instance(seed, most_people=9))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(100))
def test_leximin_equals_enumeration_at_length(block: int) -> None:
    """The same on 5,000 larger problems."""
    for seed in range(1000 + block * 50, 1050 + block * 50):
        compare(small_instance(seed, most_people=12))


@pytest.mark.parametrize("seed", SAMPLE)
def test_leximin_equals_enumeration_on_a_sample_of_the_long_ones(seed: int) -> None:
    """Other problems every day, of those that `make slow` goes through; a failure names its seed."""
    compare(small_instance(seed, most_people=12))
    compare(bonded_instance(seed, most_people=11))


@pytest.mark.parametrize("block", range(6))
def test_bonds_crossed_quotas_and_weights_equal_enumeration(block: int) -> None:
    """The same with fixed people, together, apart, caps, crossed quotas and weights."""
    for seed in range(block * 50, block * 50 + 50):
        compare(bonded_instance(seed, most_people=8))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(40))
def test_bonds_equal_enumeration_at_length(block: int) -> None:
    """The same on 2,000 larger problems."""
    for seed in range(1000 + block * 50, 1050 + block * 50):
        compare(bonded_instance(seed, most_people=11))


def test_maximin_reaches_the_best_lowest_chance() -> None:
    """The lowest chance is the best there is."""
    for seed in range(40):
        compare(small_instance(seed, most_people=8), Objective.MAXIMIN)
        compare(bonded_instance(seed, most_people=8), Objective.MAXIMIN)


def test_repairs_are_the_smallest() -> None:
    """No widening of bounds is cheaper than the first repair; each repair leaves a panel."""
    tried = 0
    for seed in range(400):
        instance = small_instance(seed, most_people=6)
        bounds = [
            (b.row - 1, "minimum" if b.sign < 0 else "maximum", min(b.room, 2), b.cost)
            for b in elastic_bounds(instance, build_type_pool(instance))
        ]
        if all_panels(instance) or len(bounds) > 6:
            continue
        expected = smallest_repair_cost(instance, bounds)
        answer = check_feasibility(instance)
        assert not answer.is_feasible
        assert answer.causes
        assert answer.repairs
        for repair in answer.repairs:
            assert all_panels(repaired(instance, repair))
        if np.isfinite(expected):
            tried += 1
            assert answer.repairs[0].cost <= expected + 1e-9
    assert tried >= 5
