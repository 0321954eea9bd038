"""The example that docs/lottery.md explains to everybody: its figures are what the engine says."""

from __future__ import annotations

from math import comb

import pytest

from sortition.lottery import Instance, select
from tests.unit.lottery.problems import kinds, people

EIGHT = people("young", "young", *["older"] * 6)


def chances(**quotas: tuple[int, int]) -> list[float]:
    instance: Instance = kinds(4, EIGHT, **quotas)
    return list(select(instance, seed=0).probabilities.values())


def test_the_example_of_eight_people() -> None:
    """No quotas: 1 in 2. Exactly two: certain, and 1 in 3. One or two: 1 in 2 again."""
    assert chances(young=(0, 4), older=(0, 4)) == pytest.approx([1 / 2] * 8)
    assert chances(young=(2, 2), older=(2, 2)) == pytest.approx([1.0] * 2 + [1 / 3] * 6)
    assert chances(young=(1, 2), older=(2, 3)) == pytest.approx([1 / 2] * 8)


def test_how_often_a_plain_draw_has_nobody_young() -> None:
    """21 in 100: four of the six older ones, among all fours of eight."""
    assert round(100 * comb(6, 4) / comb(8, 4)) == 21
