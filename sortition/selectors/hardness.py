"""How hard each seat would be to fill again: who of the pool could take exactly this one.

Reading a large pool takes a second or two, so its kinds are remembered until the pool may have changed; what happens to
seats alone is counted anew each time.
"""

from django.core.cache import cache
from django.db.models import Q

from assembly.models import Assembly
from sortition.enums_seats import HELD
from sortition.errors import NotReadyForLottery
from sortition.lottery import LotteryError
from sortition.lottery.substitutes import PoolKinds, count_substitutes, pool_kinds
from sortition.models import Seat
from sortition.selectors.instance import instance_of
from sortition.selectors.last_change import changes_of_problem

REMEMBERED_SECONDS = 24 * 60 * 60


def substitutes_of(assembly: Assembly) -> dict[int, int]:
    """Return for every seat that is held (by its key) how many people could take it with everybody else staying.

    Empty where pool and quotas make no problem.
    """
    seats = list(Seat.objects.filter(assembly=assembly, state__in=HELD).order_by("number"))
    if not seats:
        return {}
    try:
        holders = [seat.respondent_id for seat in seats]
        seated = instance_of(assembly, holders=holders, with_pool=False).people
        counts = count_substitutes(_kinds_of_pool(assembly, holders), seated)
    except (NotReadyForLottery, LotteryError):
        return {}
    return {seat.pk: counts[str(seat.respondent_id)] for seat in seats}


def hardness_of(assembly: Assembly) -> dict[int, float]:
    """Return for every seat that is held (by its key) how hard it is to fill: 1 where nobody could, towards 0."""
    return {pk: 1 / (1 + many) for pk, many in substitutes_of(assembly).items()}


def _kinds_of_pool(assembly: Assembly, holders: list[int]) -> PoolKinds:
    changes = changes_of_problem(assembly).exclude(Q(type__startswith="seat.") & ~Q(type="seat.opened"))
    key = f"pool-kinds:{assembly.pk}:{changes.values_list('pk', flat=True).first()}"
    found: PoolKinds | None = cache.get(key)
    if found is None:
        # With the holders it is a problem even where nobody is left in the pool.
        found = pool_kinds(instance_of(assembly, holders=holders), set(map(str, holders)))
        cache.set(key, found, REMEMBERED_SECONDS)
    return found
