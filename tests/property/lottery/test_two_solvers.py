"""HiGHS and CBC on the integer programmes that the engine asks: feasibility, repairs, pricing."""

from __future__ import annotations

import random

import numpy as np
import pytest

from sortition.lottery import Instance
from sortition.lottery.feasibility import elastic_programme, find_panel
from sortition.lottery.integer_programmes import Backend, IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import TypePool, build_type_pool
from sortition.lottery.repairs import elastic_bounds
from tests.property.lottery.random_instances import bonded_instance, equality_instance, small_instance

SAME_COST = 1e-7
"""Both prove optimality to 1e-9 of costs of about one."""


def agree(programme: IntegerProgramme) -> None:
    """Solve by both; the statuses and the costs are the same, and each point is what it says."""
    one, other = (solve_integer_programme(programme, backend=backend) for backend in Backend)
    assert one.status == other.status
    if one.x is not None and other.x is not None:
        assert one.objective == pytest.approx(other.objective, abs=SAME_COST)
        assert float(programme.costs @ one.x) == pytest.approx(one.objective, abs=SAME_COST)
        assert one.bound <= one.objective + SAME_COST


def compare_feasibility(pool: TypePool) -> None:
    answers = [find_panel(pool, backend=backend) for backend in Backend]
    assert answers[0].status == answers[1].status
    for answer in answers:
        assert answer.x is None or pool.admits(answer.x)


def compare_repairs(instance: Instance, pool: TypePool) -> None:
    bounds = elastic_bounds(instance, pool)
    programme = elastic_programme(pool, bounds, instance.seats, [])
    agree(programme)
    answer = solve_integer_programme(programme)
    if answer.x is not None:
        used = tuple(int(b) for b in np.flatnonzero(answer.x[pool.count :]))
        agree(elastic_programme(pool, bounds, instance.seats, [used] if used else []))


def compare_pricing(pool: TypePool, chance: random.Random) -> None:
    duals = np.array([chance.choice((0.0, chance.random(), -0.2)) for _ in range(pool.count)])
    agree(IntegerProgramme(-duals, np.zeros(pool.count, dtype=np.int64), pool.upper, pool.rows))


def compare(seed: int) -> None:
    chance = random.Random(seed)
    for instance in (small_instance(seed), bonded_instance(seed)):
        pool = build_type_pool(instance)
        compare_feasibility(pool)
        compare_repairs(instance, pool)
        compare_pricing(pool, chance)


@pytest.mark.parametrize("seed", range(12))
def test_two_solvers_agree(seed: int) -> None:
    compare(seed)


def test_two_solvers_agree_on_prices_of_a_middling_pool() -> None:
    """With households and quotas that leave no room."""
    pool = build_type_pool(equality_instance(1, people=60, seats=12, categories=4, shared=0.2))
    for seed in range(3):
        compare_pricing(pool, random.Random(seed))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_two_solvers_agree_at_length(block: int) -> None:
    """The same on 400 problems more."""
    for seed in range(100 + block * 50, 150 + block * 50):
        compare(seed)
