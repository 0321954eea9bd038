"""Check a lottery from its explicit panels of people; imports no solver.

Everything is recomputed from the instance and the panels: nothing that the computation says about itself is
believed, except bounds that only an exact integer programme can give; those are counted and named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sortition.lottery.bonds import broken_bonds
from sortition.lottery.instance import Instance
from sortition.lottery.pool_types import Floats, Integers, TypePool, build_type_pool, row_weights_in_order
from sortition.lottery.results import (
    Certificate,
    CheckResult,
    LevelProof,
    Objective,
    Selection,
)

MARGINALS_TOLERANCE = 1e-6
"""Promised agreement of chances with panels; in practice it is the rounding of doubles."""

RELATIVE_GAP = 1e-7
"""A level is proven when its gap is at most this share of its value: seven figures of every chance."""

SMALLEST_GAP = 1e-10
"""A level of value 0 cannot be missed by a share of it: the solver's own noise is allowed."""


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
    """
    pool = build_type_pool(instance)
    place = {person.id: number for number, person in enumerate(instance.people)}
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
    objective = selection.certificate.objective
    bound, gap, proofs = check_levels(pool, x, levels, only_lowest=objective == Objective.MAXIMIN)
    checks += proofs
    is_proven = all(check.passed for check in checks if check.code != "uniform_within_one_panel")
    return Certificate(objective, "proven" if is_proven else "unproven", bound, gap, tuple(checks), levels)


def check_levels(
    pool: TypePool, x: Floats, levels: tuple[LevelProof, ...], *, only_lowest: bool
) -> tuple[float, float, list[CheckResult]]:
    """Evaluate the bound of every level at the unrelaxed quotas and compare it with the seats given.

    x: length T, expected seats per type under the lottery.

    Returns:
        the bound on the lowest chance, the largest gap of a level, and the checks.
    """
    chances = x / pool.claims
    open_types = np.ones(pool.count, dtype=np.bool_)
    bound, gap, relative, error = 1.0, 0.0, 0.0, 0.0
    is_sound = True
    taken_over = 0
    for number, level in enumerate(levels):
        weights = np.zeros(pool.count)
        weights[list(level.type_weights)] = list(level.type_weights.values())
        fixed = np.array(level.fixed, dtype=np.int64)
        here = np.zeros(pool.count, dtype=np.bool_)
        here[fixed] = True
        is_sound &= bool((weights >= 0).all() and open_types[fixed].all() and (weights[fixed] > 0).all())
        is_sound &= not bool((weights > 0)[open_types & ~here].any())
        most = _most(pool, weights, level)
        if level.integer_bound is not None:
            most = min(most, level.integer_bound)
            taken_over += 1
        scale = float(weights[fixed] @ pool.claims[fixed])
        reach = (most - float(weights[~open_types] @ x[~open_types])) / scale
        lowest = float(chances[open_types].min())
        bound = reach if number == 0 else bound
        missing = max(0.0, reach - lowest)
        gap = max(gap, missing)
        relative = max(relative, missing / max(abs(lowest), SMALLEST_GAP / RELATIVE_GAP))
        error = max(error, missing * scale / float((weights[fixed] * pool.claims[fixed]).min()))
        open_types[fixed] = False
    if not levels:
        bound, gap = 1.0, max(0.0, 1.0 - float(chances.min()))
    is_complete = bool(levels) and (only_lowest or not open_types.any())
    settled = pool.count - int(open_types.sum())
    params = {"levels": len(levels), "settled_types": settled, "types": pool.count}
    close = {"gap": gap, "relative_gap": relative, "largest_error": error, "allowed": RELATIVE_GAP}
    return (
        bound,
        gap,
        [
            CheckResult("levels_are_complete", is_complete and is_sound, params),
            CheckResult("levels_reach_their_bounds", bool(levels) and relative <= RELATIVE_GAP, close),
            CheckResult("bounds_taken_over_from_integer_programmes", True, {"levels": taken_over}),
        ],
    )


def _most(pool: TypePool, weights: Floats, level: LevelProof) -> float:
    """Bound Σ y_t c_t over all panels from π alone: each household gives at most one person."""
    row_weights = row_weights_in_order(pool, level.row_weights)
    sides = np.where(row_weights > 0, pool.upper_sides, pool.lower_sides)
    rest = np.maximum(weights - pool.matrix.T @ row_weights, 0.0)
    order = np.concatenate([np.array(c.types) for c in pool.classes])
    starts = np.cumsum([0] + [len(c.types) for c in pool.classes[:-1]])
    homes = np.array([len(c.households) for c in pool.classes])
    return float(row_weights @ sides + np.maximum.reduceat(rest[order], starts) @ homes)


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
