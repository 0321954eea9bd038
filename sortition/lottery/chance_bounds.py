"""Bound the chances that any lottery can give, in a moment: the linear relaxation without attaining it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from sortition.lottery.errors import NothingFound, QuotasInfeasible
from sortition.lottery.feasibility import check_feasibility, find_panel
from sortition.lottery.instance import Instance
from sortition.lottery.pool_types import TypePool, build_type_pool
from sortition.lottery.relaxation import RelaxationFailed, leximin_of_relaxation, maximin_of_relaxation
from sortition.lottery.watch import OutOfTime, Watch

LEAST_SECONDS = 0.5
"""What the lowest chance alone may take after the time for all chances has run out."""


@dataclass(frozen=True)
class ChanceBound:
    """Hold the chances at the best point of the linear relaxation R.

    chances: person's id → chance at that point. The lowest of them is an upper bound on the lowest chance of every
        lottery; the others are estimates, exact where R's best point is a mix of panels, as it nearly always is.
    is_proven_possible: whether a panel was found; False means that time ran out before one was.
    knows_all: whether all levels were computed; otherwise only the lowest chance is best, the others merely possible.
    """

    chances: Mapping[str, float]
    is_proven_possible: bool
    knows_all: bool

    @property
    def lowest(self) -> float:
        """Give the lowest chance."""
        return min(self.chances.values())

    @property
    def typical(self) -> float:
        """Give the median chance."""
        return statistics.median(self.chances.values())


def chance_bound(instance: Instance, *, time_limit: float | None = None) -> ChanceBound:
    """Bound the lowest chance of every lottery from above, and estimate everybody's.

    An exact test for a panel comes first, so that no chances are promised where there is none. Then leximin over
    the relaxation R = { x : L ≤ A x ≤ U, 0 ≤ x ≤ upper }; if that takes too long, maximin over R.

    time_limit: seconds for the test and leximin, each at most half of it; None for as long as it takes.

    Raises:
        QuotasInfeasible: if there is no panel; holds causes and repairs as far as they were found in time.
        NothingFound: if not even the lowest chance could be bounded in time.
    """
    half = None if time_limit is None else time_limit / 2
    pool = build_type_pool(instance)
    answer = find_panel(pool, time_limit=half)
    if answer.x is None and answer.status == "infeasible":
        raise QuotasInfeasible(check_feasibility(instance, time_limit=time_limit))
    is_possible = answer.x is not None
    try:
        point = leximin_of_relaxation(pool, Watch(time_limit=half))
    except RelaxationFailed:
        raise QuotasInfeasible(check_feasibility(instance, time_limit=time_limit)) from None
    except OutOfTime:
        return ChanceBound(_lowest_only(instance, pool), is_possible, knows_all=False)
    return ChanceBound(_by_person(instance, pool, point.x.tolist()), is_possible, knows_all=True)


def _lowest_only(instance: Instance, pool: TypePool) -> Mapping[str, float]:
    try:
        point = maximin_of_relaxation(pool, Watch(time_limit=LEAST_SECONDS))
    except (OutOfTime, RelaxationFailed):
        raise NothingFound("nothing_found_in_time") from None
    return _by_person(instance, pool, point.x.tolist())


def _by_person(instance: Instance, pool: TypePool, expected: list[float]) -> dict[str, float]:
    chances = [0.0] * len(instance.people)
    for seats, members in zip(expected, pool.members, strict=True):
        for member in members:
            chances[member] = min(1.0, max(0.0, seats / len(members)))
    return {person.id: chance for person, chance in zip(instance.people, chances, strict=True)}
