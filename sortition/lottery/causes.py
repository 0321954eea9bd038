"""Name what makes quotas impossible: single faults by counting, conflicts across quotas by a deletion filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sortition.lottery.bond_causes import bond_causes
from sortition.lottery.instance import Instance, Quota
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import Row, RowKind, TypePool
from sortition.lottery.results import Cause
from sortition.lottery.warm_programmes import WarmProgramme
from sortition.lottery.watch import Watch

FILTER_SECONDS = 10.0
"""A conflict is narrowed down no longer than this; what is left still conflicts, but may hold bystanders."""


def find_causes(instance: Instance, pool: TypePool, watch: Watch) -> tuple[Cause, ...]:
    """List the faults that counting shows; if there are none, the quotas that conflict with each other.

    Raises:
        CancelRequested: on the caller's wish.
    """
    simple = (
        *_too_many_seats(instance, pool),
        *_too_few_people(instance, pool),
        *_sums(instance, pool),
        *bond_causes(instance),
    )
    return simple or (conflict(instance, pool, watch),)


def available_seats(instance: Instance, pool: TypePool) -> dict[tuple[str, str], int]:
    """Count, for each quota, the households that hold at least one person with its value."""
    found = {}
    for quota, row in zip(instance.quotas, pool.rows[1:], strict=False):
        types = set(row.columns)
        homes = (len(c.households) for c in pool.classes if types.intersection(c.types))
        found[quota.category, quota.value] = sum(homes)
    return found


def _too_many_seats(instance: Instance, pool: TypePool) -> list[Cause]:
    people = len(instance.people)
    homes = sum(len(c.households) for c in pool.classes)
    if instance.seats > people:
        return [Cause("more_seats_than_people", {"seats": instance.seats, "people": people})]
    if instance.seats > homes:
        return [Cause("more_seats_than_households", {"seats": instance.seats, "households": homes})]
    return []


def _too_few_people(instance: Instance, pool: TypePool) -> list[Cause]:
    causes = []
    available = available_seats(instance, pool)
    for quota in instance.quotas:
        here = available[quota.category, quota.value]
        if here < quota.minimum:
            params: dict[str, str | int] = {
                "category": quota.category,
                "value": quota.value,
                "minimum": quota.minimum,
                "available": here,
            }
            bound = (quota.category, quota.value, "minimum")
            causes.append(Cause("too_few_people_for_minimum", params, (bound,)))
    return causes


def _sums(instance: Instance, pool: TypePool) -> list[Cause]:
    causes = []
    available = available_seats(instance, pool)
    for category in instance.categories:
        quotas = [quota for quota in instance.quotas if quota.category == category]
        minima = sum(quota.minimum for quota in quotas)
        maxima = sum(quota.maximum for quota in quotas)
        reachable = sum(min(quota.maximum, available[category, quota.value]) for quota in quotas)
        params: dict[str, str | int] = {"category": category, "seats": instance.seats}
        if minima > instance.seats:
            causes.append(_sum_cause("minima_exceed_seats", quotas, params | {"total": minima}))
        if category in instance.crossed:
            continue  # people whose value no quota names can take the seats that are left
        if maxima < instance.seats:
            causes.append(_sum_cause("maxima_below_seats", quotas, params | {"total": maxima}))
        elif reachable < instance.seats <= len(instance.people):
            causes.append(_sum_cause("reachable_below_seats", quotas, params | {"total": reachable}))
    return causes


def _sum_cause(code: str, quotas: list[Quota], params: dict[str, str | int]) -> Cause:
    which = "minimum" if code == "minima_exceed_seats" else "maximum"
    return Cause(code, params, tuple((quota.category, quota.value, which) for quota in quotas))


def conflict(instance: Instance, pool: TypePool, watch: Watch) -> Cause:
    """Find bounds that cannot hold together, none of which can be spared.

    Deletion filter: leave out one bound after another; where the rest is still impossible, leave it out for
    good. Bonds go first, so that people are named only if they have to do with it; then minima, so that a conflict is
    told in as few of them as can be. Source: Chinneck, Dravnieks
    1991, doi 10.1287/ijoc.3.2.157.

    Raises:
        CancelRequested: on the caller's wish.
    """
    soon = watch.within(FILTER_SECONDS)
    bounds = [(number, "bond") for number, row in enumerate(pool.rows) if row.kind in BONDS]
    bounds += [
        (number, "minimum") for number, quota in enumerate(instance.quotas, start=1) if quota.minimum > 0
    ]
    bounds += [(number, "maximum") for number in range(1, len(instance.quotas) + 1)]
    is_impossible = _linear_test(pool)
    if not is_impossible(set(bounds)):
        is_impossible = _integer_test(pool, soon)
    kept = set(bounds)
    is_minimal = True
    for bound in bounds:
        soon.check_cancelled()
        if soon.seconds_left == 0:
            is_minimal = False
            break
        if is_impossible(kept - {bound}):
            kept.discard(bound)
    ordered = [bound for bound in bounds if bound in kept]
    named = [_name_of(instance, pool.rows[number], which) for number, which in ordered]
    params: dict[str, str | int] = {
        "names": "; ".join(dict.fromkeys(named)),
        "count": len(named),
        "is_minimal": int(is_minimal),
    }
    places = tuple((*pool.rows[number].name, which) for number, which in ordered if which != "bond")
    return Cause("conflicting_quotas", params, places)


BONDS = (RowKind.FIXED, RowKind.TOGETHER, RowKind.APART, RowKind.CAP)
Bounds = set[tuple[int, str]]
"""Rows of the pool, each with "minimum" or "maximum" for a quota and "bond" for a row that binds people."""


def _name_of(instance: Instance, row: Row, which: str) -> str:
    if row.kind is RowKind.FIXED:
        return f"fixed: {', '.join(instance.fixed)}"
    if row.kind is RowKind.TOGETHER:
        groups = [group for group in instance.together for _ in group[1:]]
        return f"together: {', '.join(groups[int(row.name[1])])}"
    if row.kind is RowKind.APART:
        return f"apart: {', '.join(instance.apart[int(row.name[1])])}"
    side = f"≥ {row.lower:.0f}" if which == "minimum" else f"≤ {row.upper:.0f}"
    return f"{row.name[0]}: {row.name[1]} {side}"


def _linear_test(pool: TypePool) -> Callable[[Bounds], bool]:
    """Test impossibility over fractional counts, warm from one test to the next."""
    programme = WarmProgramme(
        matrix=pool.matrix,
        costs=np.zeros(pool.count),
        lower=np.zeros(pool.count),
        upper=pool.upper.astype(np.float64),
        row_lower=pool.lower_sides,
        row_upper=pool.upper_sides,
    )

    def is_impossible(kept: Bounds) -> bool:
        for number, row in enumerate(_rows_with(pool, kept)):
            programme.set_row(number, row.lower, row.upper)
        return programme.solve_values() is None

    return is_impossible


def _integer_test(pool: TypePool, watch: Watch) -> Callable[[Bounds], bool]:
    """Test impossibility over whole counts; without an answer in time a bound counts as needed."""

    def is_impossible(kept: Bounds) -> bool:
        zeros = np.zeros(pool.count)
        programme = IntegerProgramme(zeros, zeros.astype(np.int64), pool.upper, _rows_with(pool, kept))
        left = watch.seconds_left
        limit = None if left is None else max(0.01, left)
        answer = solve_integer_programme(programme, time_limit=limit, should_stop=watch.should_stop)
        return answer.status == "infeasible"

    return is_impossible


def _rows_with(pool: TypePool, kept: Bounds) -> list[Row]:
    """Give the pool's rows with those bounds of quotas and bonds opened that are not kept."""
    rows = []
    for number, row in enumerate(pool.rows):
        if row.kind in BONDS:
            rows.append(row if (number, "bond") in kept else replace(row, lower=-np.inf, upper=np.inf))
        elif row.kind is RowKind.QUOTA:
            low = row.lower if (number, "minimum") in kept else -np.inf
            high = row.upper if (number, "maximum") in kept else np.inf
            rows.append(replace(row, lower=low, upper=high))
        else:
            rows.append(row)
    return rows
