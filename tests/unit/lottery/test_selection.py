"""What a computed lottery promises: its ends, its draw, its limits, its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sortition.lottery import (
    Instance,
    LevelProof,
    NothingFound,
    Objective,
    Person,
    Progress,
    Quota,
    QuotasInfeasible,
    Selection,
    SelectionCancelled,
    WeightedPanel,
    check_certificate,
    select,
)
from tests.property.lottery.random_instances import equality_instance, random_people, values_of
from tests.unit.lottery.problems import kinds, people

EXACT = 1e-9
"""Chances of these small problems are fractions of small numbers; the engine is exact to about 1e-12."""


def middling(seed: int = 1) -> Instance:
    """Make a problem of 60 people, 12 seats and three categories, with room in every quota."""
    import random

    pool = tuple(random_people(random.Random(seed), 60, 3, 3))
    panel = pool[:12]
    quotas = []
    for category, values in values_of(list(pool)).items():
        for value in values:
            count = sum(person.values[category] == value for person in panel)
            quotas.append(Quota(category, value, max(0, count - 1), count + 1))
    return Instance(12, tuple(quotas), pool)


def test_equal_people_share_the_seats() -> None:
    selection = select(kinds(2, people("x", "x", "x", "y"), x=(1, 1), y=(1, 1)), seed=0)
    assert selection.probabilities == pytest.approx(
        {"p0": 1 / 3, "p1": 1 / 3, "p2": 1 / 3, "p3": 1.0}, abs=EXACT
    )
    assert selection.certificate.status == "proven"


def test_seats_for_the_whole_pool() -> None:
    selection = select(kinds(3, people("x", "x", "y"), x=(2, 2), y=(1, 1)), seed=0)
    assert selection.lottery == (WeightedPanel(("p0", "p1", "p2"), 1.0),)
    assert selection.panel == ("p0", "p1", "p2")


def test_the_housemate_of_someone_forced_has_no_chance() -> None:
    pool = people("x", "y", "y", "y", households={0: "h", 1: "h"})
    selection = select(kinds(2, pool, x=(1, 1), y=(1, 1)), seed=0)
    assert selection.probabilities == pytest.approx({"p0": 1.0, "p1": 0.0, "p2": 0.5, "p3": 0.5}, abs=EXACT)
    assert selection.certificate.status == "proven"


def test_no_panel_gives_two_seats_to_a_household() -> None:
    problem = equality_instance(5, people=40, seats=10, categories=2, shared=0.6)
    selection = select(problem, seed=0, panels=50)
    home = {person.id: person.household for person in problem.people}
    for panel in [*(weighted.panel for weighted in selection.lottery), *(selection.uniform_lottery or ())]:
        homes = [home[identifier] for identifier in panel if home[identifier]]
        assert len(homes) == len(set(homes))


def test_a_point_outside_the_hull_is_recognised_and_bettered() -> None:
    """Pairs 01, 12, 20 share a value each: fractions could seat half of each, whole people cannot."""
    pool = tuple(
        Person(f"p{n}", {"a": "01"[n in {0, 1}], "b": "01"[n in {1, 2}], "c": "01"[n in {0, 2}]})
        for n in range(5)
    )
    quotas = tuple(Quota(c, v, *((0, 1) if v == "1" else (0, 9))) for c in "abc" for v in "01")
    selection = select(Instance(2, quotas, pool), seed=0)
    expected = {"p0": 1 / 3, "p1": 1 / 3, "p2": 1 / 3, "p3": 0.5, "p4": 0.5}
    assert selection.certificate.status == "proven"
    assert selection.probabilities == pytest.approx(expected, abs=EXACT)


def test_the_seed_draws_and_nothing_else() -> None:
    problem = middling()
    first, again, other = select(problem, seed=0), select(problem, seed=0), select(problem, seed=1)
    assert first.lottery == again.lottery == other.lottery
    assert first.panel == again.panel
    assert {select(problem, seed=seed).panel for seed in range(6)} != {first.panel}


def test_panels_stand_in_the_order_of_the_pool() -> None:
    selection = select(middling(), seed=3)
    for weighted in selection.lottery:
        assert list(weighted.panel) == sorted(weighted.panel, key=lambda name: int(name[1:]))
    assert selection.panel in {weighted.panel for weighted in selection.lottery}


@pytest.mark.parametrize("panels", [1, 7, 100, 1000])
def test_a_uniform_lottery_keeps_everybody_within_one_panel(panels: int) -> None:
    selection = select(middling(), seed=0, panels=panels)
    uniform = selection.uniform_lottery
    assert uniform is not None
    assert len(uniform) == panels
    assert selection.panel in uniform
    for identifier, chance in selection.probabilities.items():
        drawn = sum(identifier in panel for panel in uniform)
        assert abs(drawn - panels * chance) <= 1 + EXACT * panels


def test_maximin_attains_the_same_lowest_chance() -> None:
    problem = middling(2)
    leximin = select(problem, seed=0)
    maximin = select(problem, seed=0, objective=Objective.MAXIMIN)
    assert maximin.certificate.status == "proven"
    assert min(maximin.probabilities.values()) == pytest.approx(
        min(leximin.probabilities.values()), abs=EXACT
    )


def test_progress_names_phases_in_their_order() -> None:
    seen: list[Progress] = []
    select(middling(), seed=0, panels=10, report=seen.append)
    phases = list(dict.fromkeys(report.phase for report in seen))
    assert phases == [
        "reading",
        "feasibility",
        "relaxation",
        "panels",
        "weights",
        "people",
        "uniform",
        "certificate",
    ]
    assert all(
        report.done <= report.total
        for report in seen
        if report.total is not None and report.phase != "uniform"
    )


def test_infeasible_quotas_raise_with_their_repair() -> None:
    with pytest.raises(QuotasInfeasible) as caught:
        select(kinds(2, people("x", "y", "y"), x=(2, 2), y=(0, 2)), seed=0)
    assert caught.value.feasibility.repairs


def stop_in(phase: str) -> tuple[Callable[[Progress], None], Callable[[], bool]]:
    seen: list[str] = []
    return (lambda report: seen.append(report.phase)), (lambda: phase in seen)


def test_cancelling_early_leaves_nothing() -> None:
    report, is_cancelled = stop_in("reading")
    with pytest.raises(SelectionCancelled) as caught:
        select(middling(), seed=0, report=report, is_cancelled=is_cancelled)
    assert caught.value.best is None


@pytest.mark.parametrize("phase", ["relaxation", "panels", "weights"])
def test_cancelling_later_leaves_the_best_so_far_marked_unproven(phase: str) -> None:
    problem = middling()
    report, is_cancelled = stop_in(phase)
    with pytest.raises(SelectionCancelled) as caught:
        select(problem, seed=0, report=report, is_cancelled=is_cancelled)
    best = caught.value.best
    assert best is not None
    assert best.certificate.status == "unproven"
    assert best.certificate.gap > 0
    failed = {check.code for check in best.certificate.checks if not check.passed}
    assert failed <= {"levels_are_complete", "levels_reach_their_bounds"}


def test_no_time_at_all_finds_nothing() -> None:
    with pytest.raises(NothingFound):
        select(middling(), seed=0, time_limit=1e-9)


def tampered(selection: Selection, **changes: object) -> Selection:
    return replace(selection, **changes)  # type: ignore[arg-type]


def failed_checks(problem: Instance, selection: Selection) -> set[str]:
    answer = check_certificate(problem, selection)
    failed = {check.code for check in answer.checks if not check.passed}
    assert (answer.status == "proven") == (not failed)
    return failed


def test_the_certificate_is_checked_anew() -> None:
    problem = middling()
    selection = select(problem, seed=0)
    assert failed_checks(problem, selection) == set()
    assert check_certificate(problem, selection) == selection.certificate


def test_a_doctored_panel_is_noticed() -> None:
    problem = middling()
    selection = select(problem, seed=0)
    wrong = WeightedPanel(
        tuple(person.id for person in problem.people[-12:]), selection.lottery[0].probability
    )
    assert "lottery_panels_meet_the_quotas" in failed_checks(
        problem, tampered(selection, lottery=(wrong, *selection.lottery[1:]))
    )


def test_doctored_chances_are_noticed() -> None:
    problem = middling()
    selection = select(problem, seed=0)
    one, two = list(selection.probabilities)[:2]
    moved = selection.probabilities | {
        one: selection.probabilities[one] + 0.01,
        two: selection.probabilities[two] - 0.01,
    }
    assert "chances_equal_the_panels" in failed_checks(problem, tampered(selection, probabilities=moved))


def test_a_doctored_bound_is_noticed() -> None:
    problem = middling()
    selection = select(problem, seed=0)
    first = selection.certificate.levels[0]
    bold = replace(first, type_weights=dict.fromkeys(first.type_weights, 1e-3), row_weights={})
    levels: tuple[LevelProof, ...] = (bold, *selection.certificate.levels[1:])
    claim = replace(selection.certificate, levels=levels)
    assert "levels_reach_their_bounds" in failed_checks(problem, tampered(selection, certificate=claim))


def test_a_level_left_out_is_noticed() -> None:
    problem = middling()
    selection = select(problem, seed=0)
    claim = replace(selection.certificate, levels=selection.certificate.levels[:-1])
    assert "levels_are_complete" in failed_checks(problem, tampered(selection, certificate=claim))


def test_a_panel_from_elsewhere_is_noticed() -> None:
    problem = middling()
    selection = select(problem, seed=0)
    assert "panel_is_one_of_the_lottery" in failed_checks(problem, tampered(selection, panel=("p0",)))


def test_an_inferior_lottery_is_not_proven() -> None:
    problem = kinds(1, people("x", "x", "y"), x=(0, 1), y=(0, 1))
    selection = select(problem, seed=0)
    skewed = tuple(WeightedPanel((f"p{n}",), chance) for n, chance in enumerate((0.25, 0.25, 0.5)))
    chances = {"p0": 0.25, "p1": 0.25, "p2": 0.5}
    worse = tampered(selection, lottery=skewed, probabilities=chances, panel=("p0",))
    assert failed_checks(problem, worse) == {"levels_reach_their_bounds"}
