"""What other quotas would do to everybody's chances, before anybody saves them.

The answer is a bound from the linear relaxation, which takes a moment; the lottery itself proves the exact chances.
"""

import hashlib
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.errors import NotReadyForLottery
from sortition.lottery import (
    Cause,
    Instance,
    NothingFound,
    QuotasInfeasible,
    chance_bound,
)
from sortition.models import Category
from sortition.selectors.instance import instance_of

TIME_LIMIT = 2.0
REMEMBERED_SECONDS = 24 * 60 * 60
NAMED = 3
"""How many values are named that gain most, and that lose most."""

LEAST_DIFFERENCE = 0.04
"""Chances that differ by less than this part of themselves are called equal: most are the same in words."""

POSSIBLE, IMPOSSIBLE, UNDECIDED, NOT_READY = "possible", "impossible", "undecided", "not_ready"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one set of quotas offers: chances where a panel is possible, causes where none is.

    by_value: (category, value) → the average chance of its people.
    is_certain: a panel was found; knows_all: the typical chance was computed, not only the lowest.
    """

    state: str
    lowest: float = 0.0
    typical: float = 0.0
    by_value: Mapping[tuple[str, str], float] | None = None
    is_certain: bool = False
    knows_all: bool = False
    causes: tuple[Cause, ...] = ()
    reason: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether there are chances to show."""
        return self.state == POSSIBLE


@dataclass(frozen=True, slots=True)
class Shift:
    """How the average chance of a value's people changes."""

    category: str
    value: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The saved quotas beside the tried ones; whose chances rise and fall most."""

    before: Outlook
    after: Outlook
    is_changed: bool
    gaining: tuple[Shift, ...] = ()
    losing: tuple[Shift, ...] = ()


def what_if(
    assembly: Assembly,
    categories: Sequence[Category],
    tried: Mapping[int, tuple[int | None, int | None]],
    seats: int,
) -> WhatIf:
    """Compare the saved quotas with those that are tried; writes nothing and holds no transaction."""
    try:
        saved = instance_of(assembly)
    except NotReadyForLottery as error:
        outlook = Outlook(NOT_READY, reason=str(error))
        return WhatIf(outlook, outlook, is_changed=False)
    before = outlook_of(saved)
    try:
        wanted = _with_quotas(saved, categories, tried, seats)
    except NotReadyForLottery as error:
        return WhatIf(before, Outlook(NOT_READY, reason=str(error)), is_changed=True)
    if wanted == saved:
        return WhatIf(before, before, is_changed=False)
    after = outlook_of(wanted)
    gaining, losing = _shifts(before, after)
    return WhatIf(before, after, is_changed=True, gaining=gaining, losing=losing)


def outlook_of(instance: Instance) -> Outlook:
    """Return what an instance offers, computed at most once a day."""
    key = "what-if:" + _digest(instance)
    found: Outlook | None = cache.get(key)
    if found is None:
        found = _compute(instance)
        if found.state != UNDECIDED:
            cache.set(key, found, REMEMBERED_SECONDS)
    return found


def _compute(instance: Instance) -> Outlook:
    try:
        bound = chance_bound(instance, time_limit=TIME_LIMIT)
    except QuotasInfeasible as error:
        return Outlook(IMPOSSIBLE, causes=error.feasibility.causes)
    except NothingFound:
        return Outlook(UNDECIDED)
    chances: dict[tuple[str, str], list[float]] = {}
    for person in instance.people:
        for pair in person.values.items():
            chances.setdefault(pair, []).append(bound.chances[person.id])
    return Outlook(
        POSSIBLE,
        lowest=bound.lowest,
        typical=bound.typical,
        by_value={pair: statistics.fmean(own) for pair, own in chances.items()},
        is_certain=bound.is_proven_possible,
        knows_all=bound.knows_all,
    )


def _with_quotas(
    saved: Instance,
    categories: Sequence[Category],
    tried: Mapping[int, tuple[int | None, int | None]],
    seats: int,
) -> Instance:
    """Put the tried quotas in the place of the saved ones; combinations and caps stay.

    Raises:
        NotReadyForLottery: a value that had a quota has none.
    """
    by_name = {
        (category.name, value.name): tried[value.pk]
        for category in categories
        for value in category.values.all()
        if value.pk in tried
    }
    quotas = []
    for quota in saved.quotas:
        low, high = by_name.get((quota.category, quota.value), (quota.minimum, quota.maximum))
        if low is None or high is None:
            raise NotReadyForLottery(
                _("“%(value)s” needs a minimum and a maximum.") % {"value": quota.value},
                code="quotas_incomplete",
            )
        quotas.append(replace(quota, minimum=low, maximum=high, minimum_flex=None, maximum_flex=None))
    plain = [replace(quota, minimum_flex=None, maximum_flex=None) for quota in saved.quotas]
    if quotas == plain and seats == saved.seats:
        return saved
    return replace(saved, quotas=tuple(quotas), seats=seats)


def _shifts(before: Outlook, after: Outlook) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    """Name the values whose people gain and lose most, by the ratio of their average chances."""
    if not (before.by_value and after.by_value):
        return (), ()
    shifts = [
        Shift(*pair, was, after.by_value[pair])
        for pair, was in before.by_value.items()
        if pair in after.by_value and abs(after.by_value[pair] - was) > LEAST_DIFFERENCE * max(was, 1e-9)
    ]
    ordered = sorted(shifts, key=lambda shift: shift.after - shift.before)
    losing = tuple(shift for shift in ordered if shift.after < shift.before)[:NAMED]
    gaining = tuple(shift for shift in reversed(ordered) if shift.after > shift.before)[:NAMED]
    return gaining, losing


def _digest(instance: Instance) -> str:
    digest = hashlib.sha256(repr((instance.seats, instance.quotas, instance.caps)).encode())
    for person in instance.people:
        row = (sorted(person.values.items()), person.household, sorted(person.groups.items()))
        digest.update(repr(row).encode())
    return digest.hexdigest()
