"""Write categories and their values: add, rename, reorder, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly, User
from sortition.errors import ImpossibleQuota, ValueInUse
from sortition.models import Answer, Category, Value
from sortition.selectors.targets import values_with_answers
from sortition.services.targets_guard import open_targets, record_targets_event


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One value as somebody wrote it; `pk` None is a new one. Their order is the order of the list."""

    name: str
    share: Decimal | None = None
    pk: int | None = None


@transaction.atomic
def add_category(
    *, assembly: Assembly, name: str, source: str, values: Sequence[ValueEntry], actor: User, now: datetime
) -> Category:
    """Add a category with its values behind the others.

    Raises:
        TargetsFrozen: a run is binding.
        ImpossibleQuota: a name is taken, or stands twice in the list.
    """
    locked, categories = open_targets(assembly)
    _refuse_double_category(categories, name, None)
    _refuse_double_values(values)
    position = max((category.position for category in categories), default=-1) + 1
    category = Category.objects.create(assembly=locked, name=name, source=source, position=position)
    Value.objects.bulk_create(
        Value(category=category, name=entry.name, share=entry.share, position=number)
        for number, entry in enumerate(values)
    )
    details = {"name": name, "source": source, "values": [_as_record(entry) for entry in values]}
    record_targets_event(
        "targets.category_added", obj=category, assembly=locked, actor=actor, now=now, details=details
    )
    return category


@transaction.atomic
def change_category(
    *,
    category: Category,
    name: str,
    source: str,
    values: Sequence[ValueEntry],
    version: str,
    actor: User,
    now: datetime,
) -> None:
    """Make the category's values exactly `values`, in that order; those left out are removed.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`.
        ValueInUse: answers refer to a value that is left out.
        ImpossibleQuota: a name is taken, or stands twice in the list.
    """
    locked, categories = open_targets(category.assembly, version)
    _refuse_double_category(categories, name, category.pk)
    _refuse_double_values(values)
    stands = next(each for each in categories if each.pk == category.pk)
    before = _as_details(stands)
    kept = {entry.pk: (position, entry) for position, entry in enumerate(values) if entry.pk is not None}
    remove_values(stands, [value for value in stands.values.all() if value.pk not in kept])
    stands.name, stands.source = name, source
    stands.save(update_fields=["name", "source"])
    _write_values(stands, kept)
    Value.objects.bulk_create(
        Value(category=stands, name=entry.name, share=entry.share, position=position)
        for position, entry in enumerate(values)
        if entry.pk is None
    )
    after = {"name": name, "source": source, "values": [_as_record(entry) for entry in values]}
    if after != before:
        details = {"from": before, "to": after}
        record_targets_event(
            "targets.category_changed", obj=stands, assembly=locked, actor=actor, now=now, details=details
        )


@transaction.atomic
def remove_category(*, category: Category, actor: User, now: datetime) -> None:
    """Remove a category with its values and quotas.

    Raises:
        TargetsFrozen: a run is binding.
        ValueInUse: answers refer to one of its values.
    """
    locked, categories = open_targets(category.assembly)
    stands = next((each for each in categories if each.pk == category.pk), None)
    if stands is None:
        return
    details = _as_details(stands)
    delete_category(stands)
    record_targets_event(
        "targets.category_removed", obj=category, assembly=locked, actor=actor, now=now, details=details
    )


@transaction.atomic
def move_category(*, category: Category, up: bool, actor: User, now: datetime) -> None:
    """Exchange the category with the one above or below; at the end nothing happens.

    Raises:
        TargetsFrozen: a run is binding.
    """
    locked, categories = open_targets(category.assembly)
    order = [each.pk for each in categories]
    here = order.index(category.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for each in categories:
        each.position = order.index(each.pk)
    Category.objects.bulk_update(categories, ["position"])
    details = {"name": category.name, "position": there + 1}
    record_targets_event(
        "targets.category_moved", obj=category, assembly=locked, actor=actor, now=now, details=details
    )


def delete_category(category: Category) -> None:
    """Delete a category without recording it; inside the transaction of a service that does.

    Raises:
        ValueInUse: answers refer to one of its values.
    """
    remove_values(category, list(category.values.all()))
    category.delete()


def remove_values(category: Category, values: Sequence[Value]) -> None:
    """Delete values without recording it; inside the transaction of a service that does.

    Raises:
        ValueInUse: answers refer to one of them.
    """
    in_use = values_with_answers(category) if values else set()
    for value in values:
        if value.pk in in_use:
            people = Answer.objects.filter(value=value).count()
            raise ValueInUse(
                ngettext(
                    "“%(value)s” cannot be removed: one respondent gave this answer.",
                    "“%(value)s” cannot be removed: %(people)s respondents gave this answer.",
                    people,
                )
                % {"value": value.name, "people": people},
                params={"value": value.pk, "people": people},
            )
    Value.objects.filter(pk__in=[value.pk for value in values]).delete()


def next_position(category: Category) -> int:
    """Return the position behind the last value of `category`."""
    last = Value.objects.filter(category=category).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _write_values(category: Category, kept: dict[int, tuple[int, ValueEntry]]) -> None:
    """Write the values that stay. Names are parked first, so that two may exchange theirs."""
    stay = [value for value in category.values.all() if value.pk in kept]
    renamed = [value for value in stay if value.name != kept[value.pk][1].name]
    for value in renamed:
        value.name = f"\x1f{value.pk}"
    Value.objects.bulk_update(renamed, ["name"])
    for value in stay:
        value.position, entry = kept[value.pk]
        value.name, value.share = entry.name, entry.share
    Value.objects.bulk_update(stay, ["name", "share", "position"])


def _refuse_double_category(categories: Sequence[Category], name: str, own: int | None) -> None:
    for category in categories:
        if category.pk != own and category.name.lower() == name.lower():
            raise ImpossibleQuota(
                _("There is already a category “%(name)s”.") % {"name": category.name}, code="double_category"
            )


def _refuse_double_values(values: Sequence[ValueEntry]) -> None:
    seen: set[str] = set()
    for entry in values:
        if entry.name.lower() in seen:
            raise ImpossibleQuota(
                _("The value “%(name)s” stands twice.") % {"name": entry.name}, code="double_value"
            )
        seen.add(entry.name.lower())


def _as_record(entry: ValueEntry) -> dict[str, Any]:
    return {"name": entry.name, "share": None if entry.share is None else f"{entry.share:.3f}"}


def _as_details(category: Category) -> dict[str, Any]:
    values = [_as_record(ValueEntry(value.name, value.share)) for value in category.values.all()]
    return {"name": category.name, "source": category.source, "values": values}
