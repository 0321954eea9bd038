"""Write a file of targets that was looked at before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assembly.models import Assembly, User
from sortition.models import Category, CrossedQuota, Crossing, Value
from sortition.quota_files import FIELDS, TargetRow
from sortition.quota_plans import TargetsPlan, plan_import
from sortition.reading.cells import fold
from sortition.services.targets_categories import delete_category, next_position, remove_values
from sortition.services.targets_guard import open_targets, record_targets_event


@transaction.atomic
def import_targets(
    *,
    assembly: Assembly,
    rows: Sequence[TargetRow],
    fields: Sequence[str],
    remove_missing: bool,
    file_name: str,
    version: str,
    actor: User,
    now: datetime,
) -> TargetsPlan:
    """Carry out what the preview of the file showed, all or nothing, with one event that holds the counts.

    The same file again changes nothing and records nothing.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`.
        ValueInUse: answers refer to a value that would be removed.
        ImpossibleQuota: a combination of values that there are not.
    """
    locked, categories = open_targets(assembly, version)
    plan = plan_import(categories, rows, fields, remove_missing=remove_missing)
    if plan.is_empty:
        return plan
    by_pk = {category.pk: category for category in categories}
    for category_pk in {value.category_id for value in plan.removed}:
        gone = [value for value in plan.removed if value.category_id == category_pk]
        remove_values(by_pk[category_pk], gone)
    for category in plan.removed_categories:
        delete_category(category)
    for change in plan.changed:
        for each in change.changes:
            setattr(change.value, each.field, each.after)
    Value.objects.bulk_update([change.value for change in plan.changed], FIELDS)
    _add_values(locked, categories, plan)
    _write_crossings(locked, plan)
    details = {"file": file_name, **plan.counts()}
    record_targets_event(
        "targets.imported", obj=locked, assembly=locked, actor=actor, now=now, details=details
    )
    return plan


def _add_values(assembly: Assembly, categories: Sequence[Category], plan: TargetsPlan) -> None:
    by_name = {fold(category.name): category for category in categories}
    behind = max((category.position for category in categories), default=-1) + 1
    for number, name in enumerate(plan.added_categories):
        source = next((row.source for row in plan.added if row.category == name and row.source), "")
        by_name[fold(name)] = Category.objects.create(
            assembly=assembly, name=name, position=behind + number, source=source
        )
    position: dict[int, int] = {}
    added = []
    for row in plan.added:
        category = by_name[fold(row.category)]
        here = position.setdefault(category.pk, next_position(category))
        position[category.pk] += 1
        figures = {name: getattr(row, name) for name in FIELDS}
        added.append(Value(category=category, name=row.value, position=here, **figures))
    Value.objects.bulk_create(added)


def _write_crossings(assembly: Assembly, plan: TargetsPlan) -> None:
    """Make the quotas of each combination in the file what the file says; the values exist by now."""
    categories = {category.name: category for category in Category.objects.filter(assembly=assembly)}
    for each in plan.crossed:
        first, second = categories[each.first], categories[each.second]
        crossing, _made = Crossing.objects.get_or_create(assembly=assembly, first=first, second=second)
        firsts = {value.name: value for value in Value.objects.filter(category=first)}
        seconds = {value.name: value for value in Value.objects.filter(category=second)}
        crossing.quotas.all().delete()
        CrossedQuota.objects.bulk_create(
            CrossedQuota(
                crossing=crossing,
                first_value=firsts[row.first],
                second_value=seconds[row.second],
                **{bound: getattr(row.row, bound) for bound in FIELDS[1:]},
            )
            for row in each.rows
        )
