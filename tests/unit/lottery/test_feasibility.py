"""Answers about quotas that cannot be met: causes named, smallest repair first."""

from __future__ import annotations

from dataclasses import replace

from sortition.lottery import Instance, Person, Quota, QuotaChange, SeatsChange, check_feasibility
from tests.unit.lottery.problems import kinds, people


def test_a_feasible_problem_comes_with_a_panel_in_the_order_of_the_pool() -> None:
    answer = check_feasibility(kinds(2, people("x", "y", "y"), x=(1, 1), y=(1, 2)))
    assert answer.is_feasible
    assert answer.panel in {("p0", "p1"), ("p0", "p2")}
    assert answer.repairs == answer.causes == ()


def test_too_few_people_for_a_minimum_lowers_it() -> None:
    answer = check_feasibility(kinds(3, people("x", "y", "y", "y"), x=(2, 3), y=(0, 3)))
    assert not answer.is_feasible
    assert answer.panel is None
    assert answer.causes[0].code == "too_few_people_for_minimum"
    assert answer.causes[0].params == {"category": "kind", "value": "x", "minimum": 2, "available": 1}
    assert answer.repairs[0].changes == (QuotaChange("kind", "x", "minimum", 2, 1),)
    assert answer.repairs[0].cost == 2.0


def test_people_who_share_a_household_count_once() -> None:
    together = people("x", "x", "y", households={0: "h", 1: "h"})
    answer = check_feasibility(kinds(2, together, x=(2, 2), y=(0, 1)))
    assert answer.causes[0].params["available"] == 1


def test_minima_above_the_seats_are_named() -> None:
    answer = check_feasibility(kinds(2, people("x", "x", "y", "y"), x=(2, 2), y=(1, 2)))
    assert [cause.code for cause in answer.causes] == ["minima_exceed_seats"]
    assert answer.causes[0].params == {"category": "kind", "seats": 2, "total": 3}


def test_maxima_below_the_seats_are_named() -> None:
    answer = check_feasibility(kinds(3, people("x", "x", "y", "y"), x=(0, 1), y=(0, 1)))
    assert [cause.code for cause in answer.causes] == ["maxima_below_seats"]
    assert answer.repairs[0].cost == 1.0


def test_several_distinct_repairs_are_ranked() -> None:
    answer = check_feasibility(kinds(3, people("x", "x", "y", "y"), x=(0, 1), y=(0, 1)))
    changes = {repair.changes for repair in answer.repairs}
    assert {(QuotaChange("kind", v, "maximum", 1, 2),) for v in "xy"} <= changes
    costs = [repair.cost for repair in answer.repairs]
    assert costs == sorted(costs)


def test_more_seats_than_people_proposes_other_seats() -> None:
    answer = check_feasibility(kinds(9, people("x", "y"), x=(0, 9), y=(0, 9)))
    assert answer.causes[0].code == "more_seats_than_people"
    assert answer.repairs[0].changes == (SeatsChange(9, 2),)


def test_flexible_bounds_limit_the_repair() -> None:
    problem = kinds(3, people("x", "x", "y", "y"), x=(0, 1), y=(0, 1))
    stiff = tuple(replace(q, maximum_flex=1 if q.value == "x" else 2) for q in problem.quotas)
    answer = check_feasibility(replace(problem, quotas=stiff))
    assert [repair.changes for repair in answer.repairs] == [(QuotaChange("kind", "y", "maximum", 1, 2),)]


def test_flexible_bounds_that_allow_nothing_leave_only_other_seats() -> None:
    problem = kinds(3, people("x", "x", "y", "y"), x=(0, 1), y=(0, 1))
    stiff = tuple(replace(q, minimum_flex=0, maximum_flex=1) for q in problem.quotas)
    answer = check_feasibility(replace(problem, quotas=stiff))
    assert answer.repairs[0].changes == (SeatsChange(3, 2),)


def test_contradictions_across_categories_name_only_those_concerned() -> None:
    pool = tuple(
        Person(
            f"p{n}", {"age": "old" if n < 4 else "young", "job": "none" if n < 4 else "some", "pet": "cat"}
        )
        for n in range(8)
    )
    quotas = (
        Quota("age", "old", 3, 4),
        Quota("age", "young", 0, 4),
        Quota("job", "none", 0, 4),
        Quota("job", "some", 2, 4),
        Quota("pet", "cat", 0, 4),
    )
    (cause,) = check_feasibility(Instance(4, quotas, pool)).causes
    assert cause.code == "conflicting_quotas"
    assert set(cause.bounds) == {("age", "old", "minimum"), ("job", "some", "minimum")}
    assert cause.params["names"] == "age: old ≥ 3; job: some ≥ 2"


def test_contradictions_only_whole_people_have_are_found() -> None:
    """Half of each pair would do; nobody can be halved."""
    pool = tuple(
        Person(f"p{n}", {"a": "01"[n in {0, 1}], "b": "01"[n in {1, 2}], "c": "01"[n in {0, 2}]})
        for n in range(3)
    )
    quotas = tuple(Quota(c, v, *((1, 1) if v == "1" else (0, 3))) for c in "abc" for v in "01")
    answer = check_feasibility(Instance(2, quotas, pool))
    assert not answer.is_feasible
    assert answer.causes
    assert answer.repairs


def test_a_value_nobody_has_with_minimum_zero_does_no_harm() -> None:
    assert check_feasibility(kinds(1, people("x"), x=(0, 1), y=(0, 1))).is_feasible
