"""Put pool and quotas together into the problem that the lottery solves.

The one bridge from the tables to `sortition.lottery`: the check of the targets and the snapshot of a run use it
alike.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.errors import NotReadyForLottery
from sortition.lottery import Cap, Instance, Person, Quota
from sortition.lottery.instance import CROSS
from sortition.models import Answer, CrossedQuota, Grouping, Respondent, Value
from sortition.selectors.pool import pool_and_holders, pool_for_lottery
from sortition.selectors.targets_rules import cap_column, crossed_name, crossed_quotas, groupings_of


def instance_of(assembly: Assembly, *, holders: Collection[int] = (), with_pool: bool = True) -> Instance:
    """Return the lottery's problem as pool and quotas stand now, with a constant number of queries.

    People are named by the text of their primary key. Only categories with a quota count; each of their values
    needs one. Quotas on combinations stand behind those of values; caps name the groups people belong to.

    holders: people who hold seats, and are part of the problem although they have left the pool.
    with_pool: False leaves everybody else out.

    Raises:
        NotReadyForLottery: code no_quotas, cross_in_name, quotas_incomplete or no_people.
    """
    values = values_with_quotas(assembly)
    quotas = [
        Quota(v.category.name, v.name, v.minimum, v.maximum, v.minimum_flex, v.maximum_flex)
        for v in values
        if v.minimum is not None and v.maximum is not None
    ]
    crossed = crossed_quotas(assembly)
    quotas += [_crossed_quota(each) for each in crossed]
    groupings = groupings_of(assembly)
    counted = {value.category_id for value in values}
    counted |= {pk for each in crossed for pk in (each.crossing.first_id, each.crossing.second_id)}
    wanted = pool_and_holders(assembly, holders) if holders else pool_for_lottery(assembly)
    people = _people(assembly, wanted if with_pool else wanted.filter(pk__in=holders), counted, groupings)
    if not people:
        raise NotReadyForLottery(_("Nobody is in the pool yet."), code="no_people")
    caps = tuple(Cap(cap_column(each), each.maximum) for each in groupings)
    return Instance(seats=assembly.seats, quotas=tuple(quotas), people=people, caps=caps)


def _crossed_quota(each: CrossedQuota) -> Quota:
    """Name a combination as the engine does; parts that hold its sign could not be told apart again."""
    crossing = each.crossing
    parts = (crossing.first.name, crossing.second.name, each.first_value.name, each.second_value.name)
    if culprit := next((part for part in parts if CROSS in part), ""):
        raise NotReadyForLottery(
            _("“%(name)s” holds the sign ×, so it cannot be part of a combination. Rename it.")
            % {"name": culprit},
            code="cross_in_name",
        )
    return Quota(
        crossed_name(parts[0], parts[1]),
        crossed_name(parts[2], parts[3]),
        each.minimum,
        each.maximum,
        each.minimum_flex,
        each.maximum_flex,
    )


def values_with_quotas(assembly: Assembly) -> list[Value]:
    """Return the values of every category that has quotas, in the table's order.

    Raises:
        NotReadyForLottery: there is none, or a value beside them has no quota yet.
    """
    values = list(Value.objects.filter(category__assembly=assembly).select_related("category"))
    begun = {value.category_id for value in values if value.has_quota}
    if not begun:
        raise NotReadyForLottery(_("No quotas have been set yet."), code="no_quotas")
    concerned = [value for value in values if value.category_id in begun]
    for value in concerned:
        if not value.has_quota:
            raise NotReadyForLottery(
                _("“%(value)s” in %(category)s has no quota yet: every value needs a minimum and a maximum.")
                % {"value": value.name, "category": value.category.name},
                code="quotas_incomplete",
                params={"category": value.category.name, "value": value.name},
            )
    return concerned


def _people(
    assembly: Assembly, pool: QuerySet[Respondent], counted: set[int], groupings: Sequence[Grouping]
) -> tuple[Person, ...]:
    """Read respondents once and answers once, as plain rows: objects would cost seconds in a large pool.

    counted: the categories that quotas speak of.
    """
    columns = {each.category_id: cap_column(each) for each in groupings}
    by_household = columns.get(None)
    wanted = counted | {pk for pk in columns if pk is not None}
    names = {
        pk: (category, name, value)
        for pk, category, name, value in Value.objects.filter(category__in=wanted).values_list(
            "pk", "category", "category__name", "name"
        )
    }
    rows: Iterable[tuple[int, str]] = pool.values_list("pk", "household_key")
    answers: dict[int, dict[str, str]] = {}
    groups: dict[int, dict[str, str]] = {}
    found = Answer.objects.filter(respondent__in=pool.order_by().values("pk"), value__in=list(names))
    for respondent_id, value_id in found.values_list("respondent_id", "value_id"):
        category, name, value = names[value_id]
        if category in counted:
            answers.setdefault(respondent_id, {})[name] = value
        if category in columns:
            groups.setdefault(respondent_id, {})[columns[category]] = value
    rows = list(rows)
    if by_household:
        for pk, key in rows:
            if key:
                groups.setdefault(pk, {})[by_household] = key
    return tuple(
        Person(
            id=str(pk),
            values=answers.get(pk, {}),
            household=(key or None) if assembly.one_per_household else None,
            groups=groups.get(pk, {}),
        )
        for pk, key in rows
    )
