"""Other objectives than leximin: what they promise, what they refuse, and doctored proofs of theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sortition.lottery import (
    InvalidInstance,
    NothingFound,
    Objective,
    Selection,
    SelectionCancelled,
    WeightedPanel,
    check_certificate,
    select,
)
from tests.unit.lottery.problems import kinds, people
from tests.unit.lottery.test_selection import middling

OTHERS = (Objective.NASH, Objective.GOLDILOCKS)


def failed(selection: Selection, seed: int = 2) -> set[str]:
    return {check.code for check in check_certificate(middling(seed), selection).checks if not check.passed}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_objective_is_best_at_its_own(seed: int) -> None:
    """Nash has the highest product, Goldilocks the lowest score, leximin the highest lowest chance."""
    problem = middling(seed)
    equal = problem.seats / len(problem.people)

    def chances(objective: Objective) -> np.ndarray:
        selection = select(problem, objective=objective, seed=0)
        assert selection.certificate.status == "proven"
        return np.array(list(selection.probabilities.values())) / equal

    nash, goldilocks, leximin = (chances(o) for o in (*OTHERS, Objective.LEXIMIN))
    assert np.log(nash).sum() >= max(np.log(goldilocks).sum(), np.log(leximin).sum()) - 1e-6
    scores = [found.max() + 1 / found.min() for found in (goldilocks, nash, leximin)]
    assert scores[0] <= min(scores[1:]) + 1e-6
    assert leximin.min() >= max(nash.min(), goldilocks.min()) - 1e-9


@pytest.mark.parametrize("objective", OTHERS)
def test_whoever_sits_on_no_panel_is_left_out_and_named(objective: Objective) -> None:
    problem = kinds(2, people("x", "y", "y", "y", households={0: "h", 1: "h"}), x=(1, 1), y=(1, 1))
    selection = select(problem, objective=objective, seed=0)
    assert selection.probabilities == pytest.approx({"p0": 1.0, "p1": 0.0, "p2": 0.5, "p3": 0.5}, abs=1e-9)
    assert selection.certificate.status == "proven"
    assert [never.ids for never in selection.never_chosen] == [("p1",)]


def test_gamma_moves_the_lowest_chance_against_the_highest() -> None:
    problem = middling(2)
    low, high = (
        np.array(
            list(select(problem, objective=Objective.GOLDILOCKS, gamma=g, seed=0).probabilities.values())
        )
        for g in (0.01, 100.0)
    )
    assert low.max() <= high.max() + 1e-9
    assert low.min() <= high.min() + 1e-9
    assert (low.max(), low.min()) != pytest.approx((high.max(), high.min()), abs=1e-6)


@pytest.mark.parametrize("gamma", [0.0, -1.0, float("nan"), float("inf")])
def test_a_gamma_that_means_nothing_is_refused(gamma: float) -> None:
    with pytest.raises(InvalidInstance) as error:
        select(middling(), objective=Objective.GOLDILOCKS, gamma=gamma, seed=0)
    assert error.value.code == "gamma_not_positive"


@pytest.mark.parametrize("objective", OTHERS)
def test_a_uniform_lottery_comes_with_every_objective(objective: Objective) -> None:
    selection = select(middling(), objective=objective, seed=0, panels=100)
    uniform = selection.uniform_lottery
    assert uniform is not None
    for identifier, chance in selection.probabilities.items():
        assert abs(sum(identifier in panel for panel in uniform) - 100 * chance) <= 1 + 1e-7


@pytest.mark.parametrize("objective", OTHERS)
def test_a_worse_lottery_is_not_proven_by_the_proofs_of_the_best(objective: Objective) -> None:
    """Whatever a lottery claims about itself, the checker measures it against the bound."""
    best = select(middling(2), objective=objective, seed=0)
    one = best.lottery[0]
    rest = 1.0 - one.probability
    lottery = tuple(WeightedPanel(w.panel, w.probability * 0.9 / rest) for w in best.lottery[1:])
    lottery = (WeightedPanel(one.panel, 0.1), *lottery)
    chances = {name: sum(w.probability for w in lottery if name in w.panel) for name in best.probabilities}
    worse = replace(best, lottery=lottery, probabilities=chances)
    assert "objective_reaches_its_bound" in failed(worse)


@pytest.mark.parametrize("objective", OTHERS)
def test_doctored_multipliers_are_noticed(objective: Objective) -> None:
    best = select(middling(2), objective=objective, seed=0)
    proof = best.certificate.levels[-1]
    weights = dict(proof.type_weights)
    weights[next(iter(weights))] *= 1.01
    doctored = replace(
        best.certificate, levels=(*best.certificate.levels[:-1], replace(proof, type_weights=weights))
    )
    assert failed(best) == set()
    assert failed(replace(best, certificate=doctored)) == {"objective_reaches_its_bound"}


@pytest.mark.parametrize("objective", OTHERS)
def test_a_proof_left_out_is_noticed(objective: Objective) -> None:
    best = select(middling(2), objective=objective, seed=0)
    claim = replace(best.certificate, levels=())
    assert "objective_reaches_its_bound" in failed(replace(best, certificate=claim))


@pytest.mark.parametrize("objective", OTHERS)
def test_a_wrong_claim_that_somebody_can_never_sit_is_noticed(objective: Objective) -> None:
    """Leaving out who has the lowest chance would make any lottery look better than it is."""
    problem = kinds(2, people("x", "y", "y", "y", households={0: "h", 1: "h"}), x=(1, 1), y=(1, 1))
    best = select(problem, objective=objective, seed=0)
    never = best.certificate.levels[0]
    bold = replace(never, fixed=(0, 1), type_weights={0: 1.0, 1: 1.0})
    claim = replace(best.certificate, levels=(bold, *best.certificate.levels[1:]))
    checks = check_certificate(problem, replace(best, certificate=claim)).checks
    assert "people_left_out_are_on_no_panel" in {check.code for check in checks if not check.passed}


def test_a_plain_random_panel_claims_nothing_but_that_it_is_one() -> None:
    selection = select(middling(2), objective=Objective.RANDOM, seed=5)
    assert (selection.probabilities, selection.lottery, selection.uniform_lottery) == ({}, (), None)
    certificate = selection.certificate
    assert (certificate.status, certificate.bound, certificate.gap) == ("not claimed", None, None)
    assert all(check.passed for check in certificate.checks)
    swapped = (*selection.panel[:-1], selection.panel[0])
    assert failed(replace(selection, panel=swapped)) == {"drawn_panels_have_the_seats"}


def test_the_seed_decides_a_plain_random_panel() -> None:
    panels = [select(middling(), objective=Objective.RANDOM, seed=seed).panel for seed in (0, 0, 1, 2, 3)]
    assert panels[0] == panels[1]
    assert len(set(panels)) > 1


def test_a_plain_random_panel_has_no_numbered_panels() -> None:
    with pytest.raises(InvalidInstance) as error:
        select(middling(), objective=Objective.RANDOM, seed=0, panels=10)
    assert error.value.code == "panels_need_a_lottery"


@pytest.mark.parametrize("objective", [*OTHERS, Objective.RANDOM])
def test_a_wish_to_stop_is_heard(objective: Objective) -> None:
    with pytest.raises(SelectionCancelled):
        select(middling(), objective=objective, seed=0, is_cancelled=lambda: True)


@pytest.mark.parametrize("objective", [*OTHERS, Objective.RANDOM])
def test_no_time_at_all_is_said(objective: Objective) -> None:
    with pytest.raises(NothingFound):
        select(middling(), objective=objective, seed=0, time_limit=0.0)
