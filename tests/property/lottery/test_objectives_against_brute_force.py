"""Nash welfare, Goldilocks and plain random panels against an enumeration of every panel."""

from __future__ import annotations

import os
import random
from datetime import date

import numpy as np
import pytest

from sortition.lottery import Instance, Objective, QuotasInfeasible, select
from tests.property.lottery.brute_force import (
    all_panels,
    best_goldilocks,
    goldilocks_measure,
    is_panel,
    nash_excess,
)
from tests.property.lottery.random_instances import bonded_instance, small_instance

SAME = 2e-7
"""The engine promises seven figures; the searches here are exact to about the same."""

SAMPLE_SEED = int(os.environ.get("SAMPLE_SEED", date.today().toordinal()))  # noqa: DTZ011 - any day will do
SAMPLE = sorted(random.Random(SAMPLE_SEED).sample(range(1000, 2000), 10))
"""Seeds of the long run that the usual one takes; SAMPLE_SEED repeats another day's."""


def compare_nash(instance: Instance) -> None:
    panels = all_panels(instance)
    if not panels:
        with pytest.raises(QuotasInfeasible):
            select(instance, objective=Objective.NASH, seed=0)
        return
    selection = select(instance, objective=Objective.NASH, seed=0)
    chances = np.array([selection.probabilities[person.id] for person in instance.people])
    assert selection.certificate.status == "proven", selection.certificate.checks
    assert nash_excess(instance, panels, chances) <= SAME
    names = {person.id: number for number, person in enumerate(instance.people)}
    for weighted in selection.lottery:
        assert is_panel(instance, tuple(names[identifier] for identifier in weighted.panel))


def compare_goldilocks(instance: Instance, gamma: float) -> None:
    panels = all_panels(instance)
    if not panels:
        return
    selection = select(instance, objective=Objective.GOLDILOCKS, gamma=gamma, seed=0)
    assert selection.certificate.status == "proven", selection.certificate.checks
    counted, measure = goldilocks_measure(instance, panels)
    if not counted.any():
        return
    chances = np.array([selection.probabilities[person.id] for person in instance.people])
    shares = (chances / measure)[counted]
    score = shares.max() + gamma / shares.min()
    assert score == pytest.approx(best_goldilocks(instance, panels, gamma), rel=SAME)


@pytest.mark.parametrize(
    "block", [0, 1, *(pytest.param(more, marks=pytest.mark.slow) for more in range(2, 12))]
)
def test_nash_equals_enumeration(block: int) -> None:
    """No panel has more than Σ claims of the weights claims / x; people on no panel are proven to be."""
    for seed in range(block * 25, block * 25 + 25):
        compare_nash(small_instance(seed, most_people=9))
        compare_nash(bonded_instance(seed, most_people=8))


@pytest.mark.parametrize("block", [0, *(pytest.param(more, marks=pytest.mark.slow) for more in range(1, 4))])
def test_goldilocks_equals_enumeration(block: int) -> None:
    """The score is the lowest there is, for several weights of the lowest chance."""
    for seed in range(block * 15, block * 15 + 15):
        gamma = random.Random(seed).choice((0.1, 1.0, 5.0))
        compare_goldilocks(small_instance(seed, most_people=8), gamma)
        compare_goldilocks(bonded_instance(seed, most_people=8), gamma)


@pytest.mark.parametrize("seed", SAMPLE)
def test_objectives_equal_enumeration_on_a_sample_of_the_long_ones(seed: int) -> None:
    """Other problems every day; a failure names its seed."""
    compare_nash(bonded_instance(seed, most_people=11))
    compare_goldilocks(bonded_instance(seed, most_people=9), 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_objectives_equal_enumeration_at_length(block: int) -> None:
    """The same on 1,000 larger problems with bonds and 1,000 without."""
    for seed in range(1000 + block * 50, 1050 + block * 50):
        compare_nash(small_instance(seed, most_people=11))
        compare_nash(bonded_instance(seed, most_people=11))
        compare_goldilocks(small_instance(seed, most_people=9), 1.0)
        compare_goldilocks(bonded_instance(seed, most_people=9), 1.0)


def test_a_plain_random_panel_is_a_panel() -> None:
    """It meets quotas, households and bonds; problems without a panel are recognised."""
    for seed in range(100):
        for instance in (small_instance(seed, most_people=8), bonded_instance(seed, most_people=8)):
            panels = all_panels(instance)
            if not panels:
                with pytest.raises(QuotasInfeasible):
                    select(instance, objective=Objective.RANDOM, seed=seed)
                continue
            names = {person.id: number for number, person in enumerate(instance.people)}
            panel = select(instance, objective=Objective.RANDOM, seed=seed).panel
            assert tuple(names[identifier] for identifier in panel) in panels
