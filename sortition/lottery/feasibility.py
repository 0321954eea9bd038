"""Answer whether quotas can be met, and if not, what is the smallest change that makes it possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sortition.lottery.causes import find_causes
from sortition.lottery.errors import NothingFound, SelectionCancelled
from sortition.lottery.instance import Instance
from sortition.lottery.integer_programmes import (
    Backend,
    IntegerAnswer,
    IntegerProgramme,
    solve_integer_programme,
)
from sortition.lottery.panel_people import seat_people
from sortition.lottery.pool_types import Row, TypePool, build_type_pool
from sortition.lottery.repairs import Elastic, elastic_bounds, repair_of
from sortition.lottery.results import Feasibility, Repair
from sortition.lottery.watch import CancelRequested, Watch

REPAIRS_SOUGHT = 4
"""How many distinct repairs are looked for: more than an organiser would compare."""

EXTRA_REPAIRS_SECONDS = 5.0
"""The first repair is exact whatever it takes; others are sought only while that is cheap."""


def check_feasibility(
    instance: Instance,
    *,
    time_limit: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    may_release: bool = True,
) -> Feasibility:
    """Decide exactly whether a panel exists, households respected; if not, give causes and repairs.

    The smallest repair solves the elastic programme

        min  Σ_q (1 + 2/l_q) a_q + Σ_q b_q
        s.t. l_q − a_q ≤ (A c)_q ≤ u_q + b_q,  Σ c = k,  0 ≤ c ≤ upper,  all whole,

    with a_q the seats taken off the minimum l_q and b_q those added to the maximum u_q of quota q: taking seats
    from a small group's minimum costs most. a and b stay within the flexible bounds where they are given; bonds and
    caps give way as `repairs.py` says. Where even that fails, another number of seats is proposed: the nearest at
    which everything holds as it is, and the nearest at which any change helps, with the cheapest such changes.
    Further repairs are the cheapest that do not use all the bounds of an earlier one.

    time_limit: seconds for everything; None for as long as it takes.
    should_stop: is asked at every step, and by the solver within a step.
    may_release: whether a repair may take a fixed seat back.

    Raises:
        NothingFound: if time ran out before an answer was proven.
        SelectionCancelled: if the caller asked to stop.
    """
    watch = Watch(time_limit=time_limit, is_cancelled=should_stop)
    try:
        return _answer(instance, watch, may_release=may_release)
    except CancelRequested:
        raise SelectionCancelled from None


def _answer(instance: Instance, watch: Watch, *, may_release: bool) -> Feasibility:
    pool = build_type_pool(instance)
    answer = find_panel(pool, time_limit=watch.seconds_left, should_stop=watch.should_stop)
    watch.check_cancelled()
    if answer.x is not None:
        ids = tuple(instance.people[person].id for person in seat_people(pool, answer.x))
        return Feasibility(True, ids)
    if answer.status != "infeasible":
        raise NothingFound("no_answer_in_time")
    repairs = _find_repairs(instance, pool, watch, may_release=may_release)
    return Feasibility(False, None, repairs, find_causes(instance, pool, watch))


def panel_exists(instance: Instance, *, time_limit: float | None = None) -> bool | None:
    """Decide exactly whether a panel exists, without causes and repairs; None where time ran out before."""
    answer = find_panel(build_type_pool(instance), time_limit=time_limit)
    if answer.x is not None:
        return True
    return False if answer.status == "infeasible" else None


def find_panel(
    pool: TypePool,
    *,
    backend: Backend = Backend.HIGHS,
    time_limit: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> IntegerAnswer:
    """Find the counts of any one panel by an integer programme without an objective."""
    zeros = np.zeros(pool.count)
    programme = IntegerProgramme(zeros, zeros.astype(np.int64), pool.upper, pool.rows)
    return solve_integer_programme(programme, backend=backend, time_limit=time_limit, should_stop=should_stop)


def _find_repairs(
    instance: Instance, pool: TypePool, watch: Watch, *, may_release: bool
) -> tuple[Repair, ...]:
    bounds = elastic_bounds(instance, pool, may_release=may_release)
    seats = instance.seats
    answer = _solve_elastic(pool, bounds, seats, [], watch)
    repairs = []
    if answer.status == "infeasible":
        kept = _nearest_seats(instance, pool, (), watch)
        if kept is not None:
            repairs.append(repair_of(instance, pool, (), None, kept))
        nearest = _nearest_seats(instance, pool, bounds, watch)
        if nearest is None or nearest == kept:
            return tuple(repairs)
        seats = nearest
        answer = _solve_elastic(pool, bounds, seats, [], watch)
    soon = watch.within(EXTRA_REPAIRS_SECONDS)
    used: list[tuple[int, ...]] = []
    while answer.x is not None and answer.status == "optimal" and len(repairs) < REPAIRS_SOUGHT:
        given = answer.x[pool.count : pool.count + len(bounds)]
        repairs.append(repair_of(instance, pool, bounds, answer.x, seats))
        used.append(tuple(int(b) for b in np.flatnonzero(given)))
        if not used[-1] or soon.seconds_left == 0:
            break
        answer = _solve_elastic(pool, bounds, seats, used, soon)
    return tuple(sorted(repairs, key=lambda repair: repair.cost))


def _solve_elastic(
    pool: TypePool,
    bounds: tuple[Elastic, ...],
    seats: int,
    excluded: list[tuple[int, ...]],
    watch: Watch,
) -> IntegerAnswer:
    return _solve(elastic_programme(pool, bounds, seats, excluded), watch)


def elastic_programme(
    pool: TypePool, bounds: tuple[Elastic, ...], seats: int, excluded: list[tuple[int, ...]]
) -> IntegerProgramme:
    """State the elastic programme for a number of seats; `excluded` lists supports that may not recur whole.

    Columns: counts c, then the seats a or b each bound gives, then for exclusions 0/1 marks of the bounds used.
    """
    types, given = pool.count, len(bounds)
    marks = given if excluded else 0
    rows = _elastic_rows(pool, bounds, seats)
    most = [min(b.room, seats + int(pool.sizes.sum())) for b in bounds]
    if excluded:
        rows += [
            Row(("mark", str(b)), (types + b, types + given + b), (1, -most[b]), -np.inf, 0)
            for b in range(given)
        ]
        rows += [
            Row(
                ("excluded", ""),
                tuple(types + given + b for b in support),
                (1,) * len(support),
                0,
                len(support) - 1,
            )
            for support in excluded
        ]
    costs = np.array([0.0] * types + [b.cost for b in bounds] + [0.0] * marks)
    upper = np.concatenate([pool.upper, np.array(most + [1] * marks, dtype=np.int64)])
    return IntegerProgramme(costs, np.zeros(len(costs), dtype=np.int64), upper, rows)


def _solve(programme: IntegerProgramme, watch: Watch) -> IntegerAnswer:
    left = watch.seconds_left
    limit = None if left is None else max(0.01, left)
    answer = solve_integer_programme(programme, time_limit=limit, should_stop=watch.should_stop)
    watch.check_cancelled()
    return answer


def _elastic_rows(pool: TypePool, bounds: tuple[Elastic, ...], seats: int | None) -> list[Row]:
    """Write the pool's rows with the columns that let a bound give way; `seats` None leaves the total open."""
    given: dict[int, list[tuple[int, int]]] = {}
    for number, bound in enumerate(bounds):
        given.setdefault(bound.row, []).append((pool.count + number, -bound.sign))
    rows: list[Row] = []
    for number, row in enumerate(pool.rows):
        if number == 0:
            low, high = (seats, seats) if seats is not None else (1, np.inf)
            rows.append(replace(row, lower=low, upper=high))
            continue
        extra = given.get(number, [])
        down = [(column, a) for column, a in extra if a > 0]
        up = [(column, a) for column, a in extra if a < 0]
        rows.append(_widened(row, down, row.lower, np.inf))
        rows.append(_widened(row, up, -np.inf, row.upper))
    return rows


def _widened(row: Row, extra: list[tuple[int, int]], lower: float, upper: float) -> Row:
    columns = row.columns + tuple(column for column, _ in extra)
    return Row(row.name, columns, row.coefficients + tuple(a for _, a in extra), lower, upper)


def _nearest_seats(
    instance: Instance, pool: TypePool, bounds: tuple[Elastic, ...], watch: Watch
) -> int | None:
    """Find the number of seats nearest to the one asked for at which some repair exists; fewer wins a tie."""
    rows = _elastic_rows(pool, bounds, None)
    more, fewer = pool.count + len(bounds), pool.count + len(bounds) + 1
    everybody = tuple(range(pool.count))
    total = Row(
        ("", ""), (*everybody, fewer, more), (1,) * (pool.count + 1) + (-1,), instance.seats, instance.seats
    )
    costs = np.zeros(pool.count + len(bounds) + 2)
    costs[more], costs[fewer] = 1.0, 1.0 - 1.0 / (4.0 * instance.seats)
    most = [min(b.room, instance.seats + len(instance.people)) for b in bounds]
    slack = [len(instance.people), instance.seats]
    upper = np.concatenate([pool.upper, np.array(most + slack, dtype=np.int64)])
    programme = IntegerProgramme(costs, np.zeros(len(costs), dtype=np.int64), upper, [*rows, total])
    answer = _solve(programme, watch)
    return None if answer.x is None else int(answer.x[: pool.count].sum())
