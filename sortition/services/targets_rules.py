"""Write quotas on combinations, and caps per group."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from sortition.errors import ImpossibleQuota
from sortition.lottery.instance import CROSS
from sortition.models import Category, CrossedQuota, Crossing, Grouping
from sortition.selectors.targets_rules import groupings_of, household_limit
from sortition.services.targets import BOUNDS, QuotaEntry, refuse_impossible
from sortition.services.targets_guard import open_targets, record_targets_event


@transaction.atomic
def add_crossing(
    *, assembly: Assembly, first: Category, second: Category, actor: User, now: datetime
) -> Crossing:
    """Count two categories together from now on; no combination has a quota yet.

    Raises:
        TargetsFrozen: a run is binding.
        ImpossibleQuota: the two are one, are combined already, or a name holds the sign ×.
    """
    locked, _categories = open_targets(assembly)
    if first.pk == second.pk:
        raise ImpossibleQuota(_("Choose two different categories."), code="same_category")
    for category in (first, second):
        for name in (category.name, *(value.name for value in category.values.all())):
            if CROSS in name:
                raise ImpossibleQuota(
                    _("“%(name)s” holds the sign ×, so it cannot be part of a combination. Rename it.")
                    % {"name": name},
                    code="cross_in_name",
                )
    pair = {first.pk, second.pk}
    for crossing in Crossing.objects.filter(assembly=locked):
        if {crossing.first_id, crossing.second_id} == pair:
            raise ImpossibleQuota(_("These two categories are combined already."), code="double_crossing")
    crossing = Crossing.objects.create(assembly=locked, first=first, second=second)
    record_targets_event(
        "targets.crossing_added",
        obj=crossing,
        assembly=locked,
        actor=actor,
        now=now,
        details={"name": str(crossing)},
    )
    return crossing


@transaction.atomic
def save_crossing(
    *,
    crossing: Crossing,
    quotas: Mapping[tuple[int, int], QuotaEntry],
    version: str,
    actor: User,
    now: datetime,
) -> int:
    """Store the quotas of a combination by the keys of its two values; return how many cells changed.

    An entry without a minimum takes the quota away: that combination is then free.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`.
        ImpossibleQuota: a quota contradicts itself.
    """
    locked, categories = open_targets(crossing.assembly, version)
    names = {value.pk: value.name for category in categories for value in category.values.all()}
    stands = {(each.first_value_id, each.second_value_id): each for each in crossing.quotas.all()}
    changes: list[dict[str, Any]] = []
    cells = set()
    for key, entry in quotas.items():
        name = f"{names[key[0]]} × {names[key[1]]}"
        refuse_impossible(name, entry)
        quota = stands.get(key)
        before = {bound: getattr(quota, bound, None) for bound in BOUNDS}
        after = {bound: getattr(entry, bound) for bound in BOUNDS}
        if before == after:
            continue
        cells.add(key)
        changes += [
            {"name": f"{crossing}: {name}", "field": bound, "from": before[bound], "to": after[bound]}
            for bound in BOUNDS
            if before[bound] != after[bound]
        ]
        if entry.minimum is None:
            CrossedQuota.objects.filter(crossing=crossing, first_value=key[0], second_value=key[1]).delete()
        else:
            CrossedQuota.objects.update_or_create(
                crossing=crossing, first_value_id=key[0], second_value_id=key[1], defaults=after
            )
    if changes:
        record_targets_event(
            "targets.quotas_changed",
            obj=crossing,
            assembly=locked,
            actor=actor,
            now=now,
            details={"values": len(cells), "changes": changes},
        )
    return len(cells)


@transaction.atomic
def remove_crossing(*, crossing: Crossing, actor: User, now: datetime) -> None:
    """Count two categories apart again; the quotas of the combination go.

    Raises:
        TargetsFrozen: a run is binding.
    """
    locked, _categories = open_targets(crossing.assembly)
    details = {"name": str(crossing), "quotas": crossing.quotas.count()}
    record_targets_event(
        "targets.crossing_removed", obj=crossing, assembly=locked, actor=actor, now=now, details=details
    )
    crossing.delete()


@transaction.atomic
def save_caps(
    *,
    assembly: Assembly,
    household: int | None,
    caps: Mapping[int, int | None],
    version: str,
    actor: User,
    now: datetime,
) -> int:
    """Store how many of one household, and of one group of each category, may sit; return how many changed.

    household, caps: None for any number; caps by the key of the category, those left out stay.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`.
    """
    locked, categories = open_targets(assembly, version)
    stands = groupings_of(locked)
    before = {each.category_id: each.maximum for each in stands if each.category_id is not None}
    changes: list[dict[str, Any]] = []
    limit = household_limit(locked, stands)
    if limit != household:
        changes.append({"name": _("Household"), "field": "cap", "from": limit, "to": household})
        locked.one_per_household = household == 1
        locked.save(update_fields=["one_per_household"])
        assembly.one_per_household = locked.one_per_household
        _set_cap(locked, None, None if household == 1 else household)
    for category in categories:
        if category.pk in caps and caps[category.pk] != before.get(category.pk):
            old, new = before.get(category.pk), caps[category.pk]
            changes.append({"name": category.name, "field": "cap", "from": old, "to": new})
            _set_cap(locked, category, new)
    if changes:
        record_targets_event(
            "targets.caps_changed",
            obj=locked,
            assembly=locked,
            actor=actor,
            now=now,
            details={"changes": changes},
        )
    return len(changes)


def _set_cap(assembly: Assembly, category: Category | None, maximum: int | None) -> None:
    if maximum is None:
        Grouping.objects.filter(assembly=assembly, category=category).delete()
    else:
        Grouping.objects.update_or_create(assembly=assembly, category=category, defaults={"maximum": maximum})
