"""Who is in the pool, who is not, and why: the one home of the rule that forms the pool.

In the pool are respondents in state "pool" who are no test entry, agreed, are eligible, can attend, and have an
answer for every category that has a quota. A blank is not "yes": it keeps a person out until somebody asks.
"""

from collections.abc import Collection

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from assembly.models import Assembly
from sortition.enums import ImportState, RespondentState, Standing
from sortition.models import Answer, Category, CrossedQuota, PoolImport, Respondent
from sortition.models import Value as CategoryValue


def quota_categories(assembly: Assembly) -> QuerySet[Category]:
    """Return the categories that have a quota for at least one value, alone or in a combination."""
    counted = (
        Exists(CategoryValue.objects.filter(category=OuterRef("pk"), minimum__isnull=False))
        | Exists(CrossedQuota.objects.filter(crossing__first=OuterRef("pk")))
        | Exists(CrossedQuota.objects.filter(crossing__second=OuterRef("pk")))
    )
    return Category.objects.filter(counted, assembly=assembly)


def respondents_with_standing(
    assembly: Assembly,
    incomplete: Collection[int] | None = None,
    *,
    category_ids: Collection[int] | None = None,
) -> QuerySet[Respondent]:
    """Return all respondents of `assembly`, each with `standing`: in the pool, or the first reason why not.

    incomplete: who has not answered everything, where that is known already: in a large pool asking everybody's
        answers is most of the work.
    category_ids: the categories with a quota, where they have been read already.
    """
    if incomplete is not None:
        category_ids = []
    elif category_ids is None:
        category_ids = list(quota_categories(assembly).order_by().values_list("pk", flat=True))
    answered = Q()
    for category_id in category_ids:
        answered &= Exists(
            Answer.objects.filter(respondent=OuterRef("pk"), category=category_id, value__isnull=False)
        )
    cases = [
        (Q(state=RespondentState.ERASED), Standing.ERASED),
        (Q(is_test=True), Standing.TEST),
        (Q(state=RespondentState.WITHDRAWN), Standing.WITHDRAWN),
        (Q(state__in=[RespondentState.SELECTED, RespondentState.CONFIRMED]), Standing.SELECTED),
        (Q(consents=False) | Q(consents=None), Standing.NOT_AGREED),
        (Q(is_eligible=False) | Q(is_eligible=None), Standing.NOT_ELIGIBLE),
        (Q(can_attend=False) | Q(can_attend=None), Standing.CANNOT_ATTEND),
    ]
    whens = [_when(condition, standing) for condition, standing in cases]
    if category_ids:
        whens.append(_when(~answered, Standing.INCOMPLETE))
    elif incomplete:
        whens.append(_when(Q(pk__in=incomplete), Standing.INCOMPLETE))
    return Respondent.objects.filter(assembly=assembly).annotate(
        standing=Case(*whens, default=Value(Standing.IN_POOL.value), output_field=CharField())
    )


def pool_for_lottery(assembly: Assembly) -> QuerySet[Respondent]:
    """Return exactly the respondents who can be drawn, in the order of their ids."""
    return respondents_with_standing(assembly).filter(standing=Standing.IN_POOL).order_by("reference", "pk")


def pool_and_holders(assembly: Assembly, holders: Collection[int]) -> QuerySet[Respondent]:
    """Return those who can be drawn together with those who hold seats, in the order of their ids."""
    wanted = Q(standing=Standing.IN_POOL) | Q(pk__in=list(holders))
    return respondents_with_standing(assembly).filter(wanted).order_by("reference", "pk")


def pool_counts_by_value(assembly: Assembly, incomplete: Collection[int] | None = None) -> dict[int, int]:
    """Return for every value of every category how many people in the pool gave it (0 where nobody did).

    incomplete: as in `respondents_with_standing`.
    """
    counts = dict.fromkeys(
        Category.objects.filter(assembly=assembly, values__isnull=False)
        .order_by()
        .values_list("values__pk", flat=True),
        0,
    )
    in_pool = respondents_with_standing(assembly, incomplete).filter(standing=Standing.IN_POOL).values("pk")
    found = (
        Answer.objects.filter(respondent__in=in_pool, value__isnull=False)
        .values_list("value")
        .annotate(people=Count("pk"))
    )
    counts.update(dict(found))
    return counts


def household_keys(assembly: Assembly) -> dict[int, str]:
    """Return respondent pk → household key for the people in the pool; "" where no address is known."""
    return dict(pool_for_lottery(assembly).values_list("pk", "household_key"))


def open_import(assembly: Assembly) -> PoolImport | None:
    """Return the newest import if it is neither committed nor set aside."""
    newest = PoolImport.objects.filter(assembly=assembly).first()
    over = (ImportState.COMMITTED, ImportState.ABANDONED, ImportState.UNDONE)
    return None if newest is None or newest.state in over else newest


def imports_of(assembly: Assembly) -> QuerySet[PoolImport]:
    """Return the imports of `assembly`, newest first."""
    return PoolImport.objects.filter(assembly=assembly).select_related("created_by")


def _when(condition: Q, standing: Standing) -> When:
    return When(condition, then=Value(standing.value))
