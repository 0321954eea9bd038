"""Who is in the pool, who is not, and why: the one home of the rule that forms the pool.

In the pool are respondents in state "pool" who are no test entry, agreed, are eligible, can attend, and have an
answer for every category that has a quota. A blank is not "yes": it keeps a person out until somebody asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from assembly.models import Assembly
from sortition.enums import Channel, ImportState, RespondentState, Standing
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


def respondents_with_standing(assembly: Assembly) -> QuerySet[Respondent]:
    """Return all respondents of `assembly`, each with `standing`: in the pool, or the first reason why not."""
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
    return Respondent.objects.filter(assembly=assembly).annotate(
        standing=Case(*whens, default=Value(Standing.IN_POOL.value), output_field=CharField())
    )


def pool_for_lottery(assembly: Assembly) -> QuerySet[Respondent]:
    """Return exactly the respondents who can be drawn, in the order of their ids."""
    return respondents_with_standing(assembly).filter(standing=Standing.IN_POOL).order_by("reference", "pk")


def pool_counts_by_value(assembly: Assembly) -> dict[int, int]:
    """Return for every value of every category how many people in the pool gave it (0 where nobody did)."""
    counts = dict.fromkeys(
        Category.objects.filter(assembly=assembly, values__isnull=False)
        .order_by()
        .values_list("values__pk", flat=True),
        0,
    )
    in_pool = pool_for_lottery(assembly).order_by().values("pk")
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


def people_sharing_a_household(assembly: Assembly) -> int:
    """Count the people in the pool who live at an address with another person in the pool."""
    keys = (
        pool_for_lottery(assembly)
        .exclude(household_key="")
        .order_by()
        .values_list("household_key")
        .annotate(people=Count("pk"))
        .filter(people__gt=1)
    )
    return sum(people for _key, people in keys)


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """The pool in numbers: everybody, and how many stand where. Test entries count nowhere else."""

    total: int
    by_standing: dict[str, int]
    blanks: dict[str, int]
    sharing_household: int

    @property
    def in_pool(self) -> int:
        """How many can be drawn."""
        return self.by_standing[Standing.IN_POOL]

    @property
    def kept_out(self) -> int:
        """How many are neither withdrawn nor test entries, yet cannot be drawn."""
        return sum(self.by_standing[standing] for standing in Standing.reasons())


def pool_figures(assembly: Assembly) -> PoolFigures:
    """Return the counts that the pool page and the overview show."""
    found = (
        respondents_with_standing(assembly)
        .order_by()
        .values("standing")
        .annotate(
            people=Count("pk"),
            no_consent=Count("pk", filter=Q(consents=None)),
            no_eligibility=Count("pk", filter=Q(is_eligible=None)),
            no_attendance=Count("pk", filter=Q(can_attend=None)),
        )
    )
    by_standing = dict.fromkeys(Standing.values, 0)
    blanks = {}
    columns = {
        Standing.NOT_AGREED: "no_consent",
        Standing.NOT_ELIGIBLE: "no_eligibility",
        Standing.CANNOT_ATTEND: "no_attendance",
    }
    for row in found:
        by_standing[row["standing"]] = row["people"]
        if row["standing"] in columns:
            blanks[row["standing"]] = row[columns[row["standing"]]]
    total = sum(by_standing.values()) - by_standing[Standing.TEST] - by_standing[Standing.ERASED]
    return PoolFigures(total, by_standing, blanks, people_sharing_a_household(assembly))


def blank_answers(assembly: Assembly) -> list[tuple[Category, int]]:
    """Return each category with a quota and how many people are kept out of the pool by a blank in it."""
    incomplete = respondents_with_standing(assembly).filter(standing=Standing.INCOMPLETE).order_by()
    categories = list(quota_categories(assembly))
    return [
        (
            category,
            incomplete.exclude(
                Exists(
                    Answer.objects.filter(respondent=OuterRef("pk"), category=category, value__isnull=False)
                )
            ).count(),
        )
        for category in categories
    ]


_SORTS = {
    "id": ("reference", "pk"),
    "-id": ("-reference", "-pk"),
    "name": ("last_name", "first_name", "pk"),
    "-name": ("-last_name", "-first_name", "-pk"),
    "channel": ("channel", "reference", "pk"),
    "-channel": ("-channel", "-reference", "-pk"),
}
_TABS = {
    "pool": (Standing.IN_POOL,),
    "out": Standing.reasons(),
    "selected": (Standing.SELECTED,),
    "withdrawn": (Standing.WITHDRAWN,),
    "test": (Standing.TEST,),
    "all": tuple(Standing),
    **{standing.value: (standing,) for standing in Standing.reasons()},
}


def respondents_for_page(
    assembly: Assembly, asked: Mapping[str, str], categories: Sequence[Category]
) -> QuerySet[Respondent]:
    """Return the people that an address asks for: tab, search, channel, values ("c<category>"), sort."""
    found = respondents_with_standing(assembly).filter(
        standing__in=_TABS.get(asked.get("tab") or "pool", _TABS["pool"])
    )
    for word in asked.get("search", "").replace("\x00", "").split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(reference__icontains=word)
            | Q(email__icontains=word)
        )
    if asked.get("channel") in Channel.values:
        found = found.filter(channel=asked["channel"])
    for category in categories:
        value = asked.get(f"c{category.pk}", "")
        given = Answer.objects.filter(respondent=OuterRef("pk"), category=category.pk, value__isnull=False)
        if value == "blank":
            found = found.exclude(Exists(given))
        elif value.isascii() and value.isdigit() and len(value) < 18:
            found = found.filter(Exists(given.filter(value=int(value))))
    return found.order_by(*_SORTS.get(asked.get("sort", ""), _SORTS["id"]))


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
