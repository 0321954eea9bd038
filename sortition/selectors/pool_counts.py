"""How many people gave each answer, and how households group them: what the targets are set against.

Typing on the targets page asks this again and again, so of a large pool it is remembered until people change; quotas
may change meanwhile, as long as they are of the same categories. The lottery never reads what is remembered here.
"""

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count

from assembly.models import Assembly
from sortition.models import Respondent
from sortition.selectors import pool_figures
from sortition.selectors.last_change import last_change_of_people
from sortition.selectors.pool import pool_counts_by_value, pool_for_lottery, quota_categories
from sortition.selectors.targets import PoolCounts
from sortition.selectors.targets_rules import Groups, answered_by_value, groups_of

_T = TypeVar("_T")


def pool_counts(assembly: Assembly) -> PoolCounts:
    """Return how many people the pool has, gave each value in it, and gave each value at all."""
    return _remembered(assembly, "counts", lambda: _count(assembly))


def groups_of_households(assembly: Assembly) -> Groups:
    """Return what households group in the pool."""
    return _remembered(assembly, "households", lambda: _households(assembly))


def _count(assembly: Assembly) -> PoolCounts:
    state = pool_figures.pool_state(assembly)
    in_pool = pool_counts_by_value(assembly, state.incomplete)
    return PoolCounts(state.figures.in_pool, in_pool, answered_by_value(assembly))


def _households(assembly: Assembly) -> Groups:
    keys = pool_for_lottery(assembly).exclude(household_key="").order_by().values_list("household_key")
    return groups_of([people for _key, people in keys.annotate(people=Count("pk"))])


def _remembered(assembly: Assembly, what: str, compute: Callable[[], _T]) -> _T:
    if Respondent.objects.filter(assembly=assembly).count() < pool_figures.LARGE:
        return compute()
    category_ids = list(quota_categories(assembly).order_by("pk").values_list("pk", flat=True))
    parts = json.dumps([assembly.pk, category_ids, last_change_of_people(assembly)])
    key = f"pool-{what}:{hashlib.sha256(parts.encode()).hexdigest()}"
    found: _T | None = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found, pool_figures.REMEMBERED_SECONDS)
    return found
