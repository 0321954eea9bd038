"""Wishes to stop are heard while repairs, conflicts and reasons are looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sortition.lottery import (
    Instance,
    Objective,
    Person,
    Quota,
    QuotasInfeasible,
    SelectionCancelled,
    check_feasibility,
    select,
)
from tests.unit.lottery.problems import kinds, people


def crossed_conflict() -> Instance:
    """A problem that no counting of single values shows to be impossible: all the young are women."""
    pool = tuple(
        Person(f"p{n}", {"gender": gender, "age": age})
        for n, (gender, age) in enumerate([("f", "young"), ("f", "young"), ("m", "old"), ("m", "old")])
    )
    quotas = (Quota("gender", "f", 1, 1), Quota("gender", "m", 1, 1), Quota("age", "young", 2, 2))
    return Instance(2, (*quotas, Quota("age", "old", 0, 1)), pool)


def after(polls: int) -> tuple[Callable[[], bool], list[int]]:
    """Wish to stop from the given question on; the list counts the questions."""
    asked = [0]

    def ask() -> bool:
        asked[0] += 1
        return asked[0] > polls

    return ask, asked


def test_a_check_can_be_stopped_at_any_question() -> None:
    never, asked = after(10**9)
    whole = check_feasibility(crossed_conflict(), should_stop=never)
    assert whole == check_feasibility(crossed_conflict())
    assert asked[0] >= 5
    for polls in range(asked[0] // 2):
        should_stop, _ = after(polls)
        with pytest.raises(SelectionCancelled):
            check_feasibility(crossed_conflict(), should_stop=should_stop)


@pytest.mark.parametrize("objective", [Objective.LEXIMIN, Objective.RANDOM])
def test_a_selection_can_be_stopped_while_repairs_are_sought(objective: Objective) -> None:
    never, asked = after(10**9)
    with pytest.raises(QuotasInfeasible):
        select(crossed_conflict(), objective=objective, seed=0, is_cancelled=never)
    should_stop, _ = after(asked[0] // 2)
    with pytest.raises(SelectionCancelled):
        select(crossed_conflict(), objective=objective, seed=0, is_cancelled=should_stop)


def test_a_selection_stopped_at_its_end_keeps_its_finished_lottery() -> None:
    instance = kinds(2, people("x", "x", "y"), x=(2, 2), y=(0, 1))
    never, asked = after(10**9)
    whole = select(instance, seed=0, is_cancelled=never)
    assert [found.ids for found in whole.never_chosen] == [("p2",)]
    should_stop, _ = after(asked[0] - 1)
    with pytest.raises(SelectionCancelled) as caught:
        select(instance, seed=0, is_cancelled=should_stop)
    assert caught.value.best is not None
    assert caught.value.best.certificate.status == "proven"
    assert replace(caught.value.best, timings={}, never_chosen=()) == replace(
        whole, timings={}, never_chosen=()
    )
