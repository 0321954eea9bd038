"""The ends of what can be asked, under every objective that makes a lottery."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sortition.lottery import Instance, Objective, Person, Quota, select
from tests.property.lottery.random_instances import equality_instance
from tests.unit.lottery.problems import kinds, people

EXACT = 1e-9
LOTTERIES = [objective for objective in Objective if objective is not Objective.RANDOM]


def chances(instance: Instance, objective: Objective) -> list[float]:
    selection = select(instance, objective=objective, seed=0, panels=20)
    assert selection.certificate.status == "proven", selection.certificate.checks
    assert sum(selection.probabilities.values()) == pytest.approx(instance.seats, abs=EXACT)
    return list(selection.probabilities.values())


@pytest.mark.parametrize("objective", LOTTERIES)
def test_one_seat(objective: Objective) -> None:
    found = chances(kinds(1, people("x", "x", "y"), x=(0, 1), y=(0, 1)), objective)
    assert found == pytest.approx([1 / 3] * 3, abs=EXACT)


@pytest.mark.parametrize("objective", LOTTERIES)
def test_one_person_and_one_seat(objective: Objective) -> None:
    assert chances(kinds(1, people("x"), x=(1, 1)), objective) == [1.0]


@pytest.mark.parametrize("objective", LOTTERIES)
def test_seats_for_the_whole_pool(objective: Objective) -> None:
    assert chances(kinds(3, people("x", "x", "y"), x=(2, 2), y=(1, 1)), objective) == [1.0] * 3


@pytest.mark.parametrize("objective", LOTTERIES)
def test_a_category_with_one_value(objective: Objective) -> None:
    found = chances(kinds(2, people("only", "only", "only", "only"), only=(0, 4)), objective)
    assert found == pytest.approx([0.5] * 4, abs=EXACT)


@pytest.mark.parametrize("objective", LOTTERIES)
def test_a_value_with_minimum_0_and_nobody_in_the_pool(objective: Objective) -> None:
    found = chances(kinds(2, people("x", "x", "x", "x"), x=(0, 2), nobody=(0, 1)), objective)
    assert found == pytest.approx([0.5] * 4, abs=EXACT)


@pytest.mark.parametrize("objective", LOTTERIES)
def test_two_categories(objective: Objective) -> None:
    """Whoever has the rare value of both counts for both."""
    pool = tuple(Person(f"p{n}", {"a": "xxyy"[n], "b": "xyxy"[n]}) for n in range(4))
    quotas = tuple(Quota(category, value, 1, 1) for category in "ab" for value in "xy")
    assert chances(Instance(2, quotas, pool), objective) == pytest.approx([0.5] * 4, abs=EXACT)


@pytest.mark.parametrize("objective", LOTTERIES)
def test_fifteen_categories(objective: Objective) -> None:
    problem = equality_instance(3, people=40, seats=10, categories=15, shared=0.0)
    loose = tuple(replace(q, minimum=max(0, q.minimum - 2), maximum=q.maximum + 2) for q in problem.quotas)
    assert len(chances(replace(problem, quotas=loose), objective)) == 40
