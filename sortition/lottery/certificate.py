"""Check a lottery from its explicit panels of people; imports no solver.

Everything is recomputed from the instance and the panels: nothing that the computation says about itself is
believed, except bounds that only an exact integer programme can give; those are counted and named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sortition.lottery.bonds import broken_bonds
from sortition.lottery.instance import Instance
from sortition.lottery.level_proofs import check_levels
from sortition.lottery.objective_proofs import check_goldilocks, check_nash
from sortition.lottery.pool_types import Floats, Integers, TypePool, build_type_pool
from sortition.lottery.results import (
    Certificate,
    CheckResult,
    Objective,
    Selection,
)

MARGINALS_TOLERANCE = 1e-6
"""Promised agreement of chances with panels; in practice it is the rounding of doubles."""


@dataclass(frozen=True)
class _Seated:
    """Hold a lottery as arrays: positions (panels, k), −1 where an id is unknown; weights of length panels."""

    positions: Integers
    weights: Floats
    are_well_formed: bool


def check_certificate(instance: Instance, selection: Selection) -> Certificate:
    """Check every claim of a selection anew and say what is proven.

    Leximin is proven when every type is settled at some level, and each level ℓ has multipliers y ≥ 0 on its own
    settled types and earlier ones such that for every lottery with expected seats x

        Σ_t y_t x_t ≤ B_ℓ = Σ_r max(π_r L_r, π_r U_r) + Σ_households max(0, max_{t in it} (y − Aᵀπ)_t),

    and the lottery at hand reaches B_ℓ up to the gap: then whoever would raise one settled type must lower another.
    Of maximin only the first level is asked; for Nash and Goldilocks see objective_proofs.py. Of a plain random
    panel nothing is claimed but that it is one.
    """
    objective = Objective(selection.certificate.objective)
    place = {person.id: number for number, person in enumerate(instance.people)}
    if objective is Objective.RANDOM:
        checks = _check_panels(instance, _seat([selection.panel], np.ones(1), place, instance.seats), "drawn")
        status = "not claimed" if all(check.passed for check in checks) else "unproven"
        return Certificate(str(objective), status, None, None, tuple(checks))
    pool = build_type_pool(instance)
    panels = [weighted.panel for weighted in selection.lottery]
    weights = np.array([weighted.probability for weighted in selection.lottery])
    seated = _seat(panels, weights, place, instance.seats)
    checks = _check_panels(instance, seated, "lottery")
    checks += _check_chances(instance, selection, seated, pool, place)
    drawn_from = panels if selection.uniform_lottery is None else list(selection.uniform_lottery)
    checks.append(CheckResult("panel_is_one_of_the_lottery", selection.panel in set(drawn_from)))
    if selection.uniform_lottery is not None:
        checks += _check_uniform(instance, selection, place)
    x = np.array([sum(selection.probabilities[instance.people[i].id] for i in m) for m in pool.members])
    levels = selection.certificate.levels
    if objective is Objective.NASH:
        bound, gap, proofs = check_nash(pool, x, levels)
    elif objective is Objective.GOLDILOCKS:
        bound, gap, proofs = check_goldilocks(pool, x, levels, float(selection.settings["gamma"]))
    else:
        bound, gap, proofs = check_levels(pool, x, levels, only_lowest=objective is Objective.MAXIMIN)
    checks += proofs
    is_proven = all(check.passed for check in checks if check.code != "uniform_within_one_panel")
    status = "proven" if is_proven else "unproven"
    return Certificate(str(objective), status, bound, gap, tuple(checks), levels)


def _seat(panels: list[tuple[str, ...]], weights: Floats, place: dict[str, int], seats: int) -> _Seated:
    positions = np.full((len(panels), seats), -1, dtype=np.int64)
    are_well_formed = True
    for number, panel in enumerate(panels):
        found = [place.get(identifier, -1) for identifier in panel]
        if len(found) != seats or len(set(found)) != seats or -1 in found:
            are_well_formed = False
            continue
        positions[number] = found
    return _Seated(positions, weights, are_well_formed)


def _check_panels(instance: Instance, seated: _Seated, which: str) -> list[CheckResult]:
    if not seated.are_well_formed:
        return [CheckResult(f"{which}_panels_have_the_seats", False, {"seats": instance.seats})]
    broken = 0
    for quota in instance.quotas:
        has = np.array([person.values[quota.category] == quota.value for person in instance.people])
        sums = has[seated.positions].sum(axis=1)
        broken += int(((sums < quota.minimum) | (sums > quota.maximum)).sum())
    names = {home: number for number, home in enumerate(sorted({p.household or "" for p in instance.people}))}
    homes = np.array(
        [names[p.household] if p.household else -1 - number for number, p in enumerate(instance.people)]
    )
    ordered = np.sort(homes[seated.positions], axis=1)
    doubled = int((ordered[:, 1:] == ordered[:, :-1]).any(axis=1).sum())
    panels = len(seated.positions)
    bonds = broken_bonds(instance, seated.positions)
    kept = [
        CheckResult(f"{which}_panels_respect_bonds", not any(bonds.values()), {"panels": panels, **bonds})
    ]
    return [
        CheckResult(f"{which}_panels_have_the_seats", True, {"panels": panels, "seats": instance.seats}),
        CheckResult(f"{which}_panels_meet_the_quotas", broken == 0, {"panels": panels, "broken": broken}),
        CheckResult(
            f"{which}_panels_respect_households", doubled == 0, {"panels": panels, "broken": doubled}
        ),
        *(kept if instance.has_bonds else []),
    ]


def _check_chances(
    instance: Instance, selection: Selection, seated: _Seated, pool: TypePool, place: dict[str, int]
) -> list[CheckResult]:
    weights = seated.weights
    off = abs(float(weights.sum()) - 1.0)
    is_distribution = bool((weights > 0).all()) and off <= 1e-9
    checks = [CheckResult("probabilities_sum_to_one", is_distribution, {"off_by": off})]
    chances = np.array([selection.probabilities.get(identifier, -1.0) for identifier in place])
    if not seated.are_well_formed:
        return checks
    given = np.zeros(len(place))
    np.add.at(given, seated.positions.ravel(), np.repeat(weights, instance.seats))
    worst = float(np.abs(given - chances).max())
    spread = max(float(np.ptp(chances[list(members)])) for members in pool.members)
    total = float(chances.sum())
    return [
        *checks,
        CheckResult("chances_equal_the_panels", worst <= MARGINALS_TOLERANCE, {"largest_difference": worst}),
        CheckResult("chances_sum_to_the_seats", abs(total - instance.seats) <= 1e-6, {"sum": total}),
        CheckResult("equals_have_equal_chances", spread <= 1e-12, {"largest_difference": spread}),
    ]


def _check_uniform(instance: Instance, selection: Selection, place: dict[str, int]) -> list[CheckResult]:
    panels = list(selection.uniform_lottery or ())
    many = len(panels)
    seated = _seat(panels, np.full(many, 1.0 / many), place, instance.seats)
    checks = _check_panels(instance, seated, "uniform")
    if not seated.are_well_formed:
        return checks
    given = np.bincount(seated.positions.ravel(), minlength=len(place)) / many
    chances = np.array([selection.probabilities[identifier] for identifier in place])
    away = np.abs(given - chances)
    over = int((away > (1.0 + 1e-9) / many).sum())
    params = {
        "panels": many,
        "largest_difference": float(away.max()),
        "largest_loss": float(np.maximum(chances - given, 0.0).max()),
        "people_further_than_one_panel": over,
        "lowest_chance": float(given.min()),
    }
    return [*checks, CheckResult("uniform_within_one_panel", over == 0, params)]
