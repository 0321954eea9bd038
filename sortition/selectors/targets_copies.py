"""Targets that can be taken over: those of other assemblies that a person may see, and templates kept there."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assembly.models import Appointment, Assembly, User
from sortition.lottery.instance import CROSS
from sortition.models import Category, TargetsTemplate
from sortition.quota_files import FIELDS, TargetRow
from sortition.selectors.targets import categories_of


@dataclass(frozen=True, slots=True)
class Source:
    """One set of targets to take over: its key in the form, what it is called, for how many seats, its rows."""

    key: str
    name: str
    seats: int


def sources_for(user: User, assembly: Assembly) -> tuple[list[Source], list[Source]]:
    """Return the assemblies and the templates whose targets `user` may see, in two queries.

    Every role of an assembly may see its targets; a template is seen by whoever sees the assembly it was kept from.
    """
    mine = Appointment.objects.filter(user=user).values("assembly")
    others = Assembly.objects.filter(pk__in=mine, categories__isnull=False).exclude(pk=assembly.pk).distinct()
    assemblies = [Source(f"assembly-{each.pk}", each.name, each.seats) for each in others.order_by("name")]
    templates = [
        Source(f"template-{each.pk}", each.name, each.seats)
        for each in TargetsTemplate.objects.filter(assembly__in=mine)
    ]
    return assemblies, templates


def rows_from(source: Source, assembly: Assembly) -> list[TargetRow]:
    """Return the rows of a source; quotas only where it has as many seats, otherwise shares alone."""
    kind, _dash, pk = source.key.partition("-")
    if kind == "template":
        rows = read_rows(TargetsTemplate.objects.get(pk=pk).rows)
    else:
        rows = rows_of(categories_of(Assembly.objects.get(pk=pk)))
    if source.seats == assembly.seats:
        return rows
    return [
        TargetRow(row.row, row.category, row.value, row.share, source=row.source)
        for row in rows
        if CROSS not in row.category
    ]


def rows_of(categories: Sequence[Category]) -> list[TargetRow]:
    """Return values and combinations as the rows of a file of targets would have them."""
    rows: list[TargetRow] = []

    def add(category: str, value: str, share: Decimal | None, quota: Any, source: str = "") -> None:
        bounds = {bound: getattr(quota, bound) for bound in FIELDS[1:]}
        rows.append(TargetRow(len(rows) + 1, category, value, share, **bounds, source=source))

    for category in categories:
        for value in category.values.all():
            add(category.name, value.name, value.share, value, category.source)
    names = {value.pk: value.name for category in categories for value in category.values.all()}
    by_pk = {category.pk: category.name for category in categories}
    for category in categories:
        for crossing in category.crossings.all():
            name = f"{category.name}{CROSS}{by_pk[crossing.second_id]}"
            for quota in crossing.quotas.all():
                crossed = f"{names[quota.first_value_id]}{CROSS}{names[quota.second_value_id]}"
                add(name, crossed, None, quota)
    return rows


def stored_rows(rows: Sequence[TargetRow]) -> list[list[Any]]:
    """Write rows down for a template."""
    return [
        [
            row.category,
            row.value,
            None if row.share is None else str(row.share),
            row.minimum,
            row.maximum,
            row.minimum_flex,
            row.maximum_flex,
            row.source,
        ]
        for row in rows
    ]


def read_rows(stored: Sequence[Sequence[Any]]) -> list[TargetRow]:
    """Read what `stored_rows` wrote."""
    return [
        TargetRow(number, category, value, None if share is None else Decimal(share), *bounds)
        for number, (category, value, share, *bounds) in enumerate(stored, start=1)
    ]
