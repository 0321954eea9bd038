"""What if these people dropped out: the balance then, whether the quotas could still be met, and who could step in."""

import statistics
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from assembly.models import Assembly
from sortition.errors import NotReadyForLottery, ReplacementRefused
from sortition.lottery import (
    Instance,
    LotteryError,
    NothingFound,
    QuotasInfeasible,
    chance_bound,
    promote,
    residual_instance,
)
from sortition.models import Seat
from sortition.quota_messages import cause_sentence
from sortition.selectors.alternates import StandingBy, current_set, held_problem, standing_by, still_there
from sortition.selectors.residual import residual_of
from sortition.selectors.seats import counts_as_held, present_seats

TIME_LIMIT = 4.0
"""Seconds that a reader waits at most."""

NO_CHANCE = 1e-9


@dataclass(frozen=True, slots=True)
class ValueThen:
    """One value once they have left: those who sit against the quota, and who of the pool could step in."""

    category: str
    value: str
    minimum: int
    maximum: int
    now: int
    then: int
    pool: int | None

    @property
    def missing(self) -> int:
        """How many seats the replacement has to bring at least."""
        return max(0, self.minimum - self.then)


@dataclass(frozen=True)
class DropoutOutlook:
    """What would follow if the people on some seats left.

    is_possible: whether the quotas could be met again, exactly; None where that was not decided in time.
    possible: how many of the pool could be drawn, None where that is not known; lowest, typical: of their chances.
    """

    gone: tuple[Seat, ...]
    values: tuple[ValueThen, ...] = ()
    open_places: int = 0
    is_possible: bool | None = None
    causes: tuple[str, ...] = ()
    possible: int | None = None
    lowest: float = 0.0
    typical: float = 0.0
    alternates: tuple[StandingBy, ...] = ()
    has_alternates: bool = False
    obstacle: str = ""


def dropout_outlook(assembly: Assembly, numbers: Collection[int]) -> DropoutOutlook:
    """Work out what would follow; every other open place is filled at the same time. Writes nothing."""
    seats = list(present_seats(assembly))
    gone = tuple(seat for seat in seats if seat.number in numbers and counts_as_held(seat))
    try:
        before = residual_of(assembly)
        after = residual_instance(before, gone=[str(seat.respondent_id) for seat in gone])
        alternates, has_alternates = _alternates_for(assembly, gone)
    except (NotReadyForLottery, ReplacementRefused, LotteryError) as error:
        return DropoutOutlook(gone, obstacle=str(error))
    open_places = after.seats - len(after.fixed)
    shared = {"open_places": open_places, "alternates": alternates, "has_alternates": has_alternates}
    try:
        bound = chance_bound(after, time_limit=TIME_LIMIT)
    except QuotasInfeasible as error:
        causes = tuple(cause_sentence(cause) for cause in error.feasibility.causes)
        return DropoutOutlook(
            gone, _values(before, after, None), is_possible=False, causes=causes, possible=0, **shared
        )
    except NothingFound:
        return DropoutOutlook(gone, _values(before, after, None), **shared)
    fixed = set(after.fixed)
    able = {name: c for name, c in bound.chances.items() if name not in fixed and c > NO_CHANCE}
    return DropoutOutlook(
        gone,
        _values(before, after, set(able) if bound.knows_all else None),
        is_possible=True if bound.is_proven_possible else None,
        possible=len(able) if bound.knows_all else None,
        lowest=min(able.values(), default=0.0),
        typical=statistics.median(able.values()) if able else 0.0,
        **shared,
    )


def _values(before: Instance, after: Instance, able: Collection[str] | None) -> tuple[ValueThen, ...]:
    def held(instance: Instance) -> Counter[tuple[str, str]]:
        fixed = set(instance.fixed)
        return Counter(pair for p in instance.people if p.id in fixed for pair in p.values.items())

    now, then = held(before), held(after)
    pool = Counter(pair for p in after.people if able and p.id in able for pair in p.values.items())
    return tuple(
        ValueThen(
            quota.category,
            quota.value,
            quota.minimum,
            quota.maximum,
            now[quota.category, quota.value],
            then[quota.category, quota.value],
            None if able is None else pool[quota.category, quota.value],
        )
        for quota in after.quotas
    )


def _alternates_for(assembly: Assembly, gone: Collection[Seat]) -> tuple[tuple[StandingBy, ...], bool]:
    """Return which of the alternates who can be called would step in, and whether there are any."""
    current = current_set(assembly)
    there = [] if current is None else still_there(standing_by(current))
    if not there or not gone:
        return (), bool(there)
    instance, panel = held_problem(assembly)
    by_name = {str(row.alternate.respondent_id): row for row in there}
    leaving = [str(seat.respondent_id) for seat in gone if str(seat.respondent_id) in panel]
    called = promote(instance, panel, list(by_name), leaving) if leaving else ()
    return tuple(by_name[name] for name in called), True
