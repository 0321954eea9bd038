"""Reads of quotas on combinations, of caps per group, and of the targets' sign-off."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assembly.models import Assembly, AuditEvent, User
from sortition.enums import RespondentState
from sortition.lottery.instance import CROSS
from sortition.models import Answer, Category, CrossedQuota, Crossing, Grouping, TargetsSignOff, Value
from sortition.selectors.pool import pool_for_lottery
from sortition.snapshot import HOUSEHOLD


def crossings_of(assembly: Assembly) -> list[Crossing]:
    """Return the combinations, each with its categories and its quotas."""
    return list(
        Crossing.objects.filter(assembly=assembly)
        .select_related("first", "second")
        .prefetch_related("quotas__first_value", "quotas__second_value")
    )


def crossed_name(first: str, second: str) -> str:
    """Return how the lottery names two categories, or two values, that are counted together."""
    return f"{first}{CROSS}{second}"


def crossed_quotas(assembly: Assembly) -> list[CrossedQuota]:
    """Return all quotas on combinations with their names, in the order of the table."""
    return list(
        CrossedQuota.objects.filter(crossing__assembly=assembly)
        .select_related("crossing__first", "crossing__second", "first_value", "second_value")
        .order_by(
            "crossing__first__position",
            "crossing__second__position",
            "crossing",
            "first_value__position",
            "second_value__position",
            "pk",
        )
    )


def groupings_of(assembly: Assembly) -> list[Grouping]:
    """Return the caps per group; households come first."""
    found = Grouping.objects.filter(assembly=assembly).select_related("category")
    return sorted(found, key=lambda each: (each.category_id is not None, each.pk))


def cap_column(grouping: Grouping) -> str:
    """Return the column under which the lottery knows a grouping."""
    return HOUSEHOLD if grouping.category is None else grouping.category.name


def household_limit(assembly: Assembly, groupings: Sequence[Grouping]) -> int | None:
    """Return how many of one household may sit; None for any number."""
    if assembly.one_per_household:
        return 1
    return next((each.maximum for each in groupings if each.category_id is None), None)


@dataclass(frozen=True, slots=True)
class Groups:
    """What a grouping finds in the pool: how many groups hold several people, and how many people those are."""

    shared: int
    people: int
    largest: int


def groups_by_category(assembly: Assembly) -> dict[int, Groups]:
    """Return for every category what its answers would group in the pool, in one query."""
    in_pool = pool_for_lottery(assembly).order_by().values("pk")
    sizes: dict[int, list[int]] = {}
    found = (
        Answer.objects.filter(respondent__in=in_pool, value__isnull=False)
        .order_by()
        .values_list("category", "value")
        .annotate(people=Count("pk"))
    )
    for category, _value, people in found:
        sizes.setdefault(category, []).append(people)
    return {category: groups_of(each) for category, each in sizes.items()}


def groups_of(sizes: Sequence[int]) -> Groups:
    """Sum up groups of these sizes."""
    shared = [size for size in sizes if size > 1]
    return Groups(len(shared), sum(shared), max(sizes, default=0))


def crossed_counts(assembly: Assembly, first: Category, second: Category) -> Mapping[tuple[int, int], int]:
    """Count the people in the pool by their values of two categories."""
    in_pool = pool_for_lottery(assembly).order_by().values("pk")
    given: dict[int, dict[int, int]] = {}
    found = Answer.objects.filter(
        respondent__in=in_pool, category__in=[first.pk, second.pk], value__isnull=False
    )
    for person, category, value in found.values_list("respondent_id", "category_id", "value_id"):
        given.setdefault(person, {})[category] = value
    return Counter(
        (values[first.pk], values[second.pk])
        for values in given.values()
        if first.pk in values and second.pk in values
    )


def answered_by_value(assembly: Assembly) -> dict[int, int]:
    """Count for each value everybody who gave it and takes part, whether they can be drawn or not, in one query."""
    found = Answer.objects.filter(
        respondent__assembly=assembly,
        respondent__is_test=False,
        respondent__state=RespondentState.POOL,
        value__isnull=False,
    )
    return dict(found.order_by().values_list("value").annotate(people=Count("pk")))


def values_to_cross(category: Category) -> QuerySet[Value]:
    """Return the values of a category in their order."""
    return Value.objects.filter(category=category).order_by("position", "pk")


@dataclass(frozen=True, slots=True)
class SignOffState:
    """How the sign-off stands: the one that holds, or the last that was reopened, and who changed the targets last."""

    standing: TargetsSignOff | None
    reopened: TargetsSignOff | None
    last_change: AuditEvent | None

    def may_sign(self, user: User) -> bool:
        """Whether `user` may sign: nobody has, and somebody else changed the targets last."""
        return self.standing is None and self.last_change is not None and self.last_change.actor_id != user.pk


def sign_off_state(assembly: Assembly) -> SignOffState:
    """Return how the sign-off stands, in two queries."""
    last = TargetsSignOff.objects.filter(assembly=assembly).select_related("signed_by", "reopened_by").first()
    standing = last if last is not None and last.reopened_at is None else None
    return SignOffState(standing, None if standing else last, last_change_of_targets(assembly))


def last_change_of_targets(assembly: Assembly) -> AuditEvent | None:
    """Return the last event that changed categories, shares, quotas, combinations or caps."""
    return (
        AuditEvent.objects.filter(
            Q(type__startswith="targets.") | Q(type="assembly.seats_changed"), assembly=assembly
        )
        .exclude(type__startswith="targets.sign_off")
        .exclude(type="targets.template_saved")
        .select_related("actor", "kept")
        .order_by("-pk")
        .first()
    )
