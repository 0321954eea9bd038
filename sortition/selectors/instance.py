"""Put pool and quotas together into the problem that the lottery solves.

The one bridge from the tables to `sortition.lottery`: the check of the targets and the snapshot of a run use it
alike.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.errors import NotReadyForLottery
from sortition.lottery import Instance, Person, Quota
from sortition.models import Answer, Value
from sortition.selectors.pool import pool_for_lottery


def instance_of(assembly: Assembly) -> Instance:
    """Return the lottery's problem as pool and quotas stand now, with a constant number of queries.

    People are named by the text of their primary key. Only categories with a quota count; each of their values
    needs one.

    Raises:
        NotReadyForLottery: code no_quotas, quotas_incomplete or no_people.
    """
    values = values_with_quotas(assembly)
    quotas = tuple(
        Quota(v.category.name, v.name, v.minimum, v.maximum, v.minimum_flex, v.maximum_flex)
        for v in values
        if v.minimum is not None and v.maximum is not None
    )
    names = {value.pk: (value.category.name, value.name) for value in values}
    people = _people(assembly, names)
    if not people:
        raise NotReadyForLottery(_("Nobody is in the pool yet."), code="no_people")
    return Instance(seats=assembly.seats, quotas=quotas, people=people)


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


def _people(assembly: Assembly, names: dict[int, tuple[str, str]]) -> tuple[Person, ...]:
    """Read respondents once and answers once, as plain rows: objects would cost seconds in a large pool."""
    pool = pool_for_lottery(assembly)
    rows: Iterable[tuple[int, str]] = pool.values_list("pk", "household_key")
    answers: dict[int, dict[str, str]] = {}
    found = Answer.objects.filter(respondent__in=pool.order_by().values("pk"), value__in=list(names))
    for respondent_id, value_id in found.values_list("respondent_id", "value_id"):
        category, value = names[value_id]
        answers.setdefault(respondent_id, {})[category] = value
    return tuple(
        Person(
            id=str(pk),
            values=answers.get(pk, {}),
            household=(key or None) if assembly.one_per_household else None,
        )
        for pk, key in rows
    )
