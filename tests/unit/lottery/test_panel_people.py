"""From counts to people: exact shares, no household twice, few change-overs."""

from __future__ import annotations

import random

import numpy as np
import pytest

from sortition.lottery.panel_people import TimedPanels, people_panels
from sortition.lottery.pool_types import build_type_pool
from tests.property.lottery.brute_force import all_panels
from tests.property.lottery.random_instances import small_instance


@pytest.mark.parametrize("seed", range(60))
def test_everybody_sits_for_their_exact_share(seed: int) -> None:
    """To one tick per change-over, with random weights of random panels of counts."""
    instance = small_instance(seed)
    pool = build_type_pool(instance)
    kind = {person: number for number, members in enumerate(pool.members) for person in members}
    chance = random.Random(seed)
    panels = {
        tuple(np.bincount([kind[p] for p in panel], minlength=pool.count)) for panel in all_panels(instance)
    }
    if not panels:
        return
    chosen = chance.sample(sorted(panels), min(len(panels), 5))
    timed = TimedPanels(np.array(chosen), np.array([chance.randint(1, 10**9) for _ in chosen]))
    sat = np.zeros(len(instance.people))
    for ticks, people in people_panels(pool, timed):
        assert len(people) == instance.seats
        homes = [instance.people[p].household for p in people if instance.people[p].household]
        assert len(homes) == len(set(homes))
        sat[list(people)] += ticks
    expected = timed.ticks @ timed.counts / pool.sizes
    shares = np.array([expected[kind[person]] for person in range(len(instance.people))])
    assert np.abs(sat - shares).max() <= 2 * len(chosen)


def test_change_overs_are_fewer_than_panels_and_people() -> None:
    instance = small_instance(3)
    pool = build_type_pool(instance)
    counts = np.minimum(pool.upper, 1)[np.newaxis, :]
    pieces = people_panels(pool, TimedPanels(counts, np.array([2**40])))
    assert len(pieces) <= 1 + len(instance.people)
