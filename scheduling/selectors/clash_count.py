"""How many clashes are to clear: asked on every page, worked out once for each state of the programme."""

from django.core.cache import cache
from django.db.models import Q

from assembly.models import Assembly
from scheduling.models import Session
from scheduling.planning.clash_rules import ClashCode
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.last_change import last_change_of_plan
from scheduling.selectors.plan_programme import plan_of

REMEMBERED_SECONDS = 24 * 60 * 60


def count_of_clashes(assembly: Assembly) -> int:
    """Work out how many clashes nobody has let stand."""
    return sum(1 for clash in told_clashes(plan_of(assembly)) if not clash.acceptance)


def remembered_count_of_clashes(assembly: Assembly) -> int:
    """Return the same, remembered until an event in the record tells that it may be another.

    Publishing never relies on it: there clashes are worked out anew.
    """
    planned = Q(items__isnull=False) | Q(duties__isnull=False)
    if not Session.objects.filter(planned, assembly=assembly).exists():
        return 0
    # Asked before anything is counted: what is written meanwhile is at most looked at twice.
    event = last_change_of_plan(assembly)
    key = f"clashes:{len(ClashCode)}:{assembly.pk}"
    remembered: tuple[int | None, int] | None = cache.get(key)
    if remembered is not None and remembered[0] == event:
        return remembered[1]
    count = count_of_clashes(assembly)
    cache.set(key, (event, count), REMEMBERED_SECONDS)
    return count
