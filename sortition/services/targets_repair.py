"""Write what a repair proposes: quotas of values and combinations, caps, seats."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from sortition.lottery import CapChange, QuotaChange, Repair, SeatsChange
from sortition.models import Category, CrossedQuota, Grouping, Value
from sortition.selectors.targets_rules import cap_column, crossed_name, crossed_quotas, groupings_of
from sortition.services.targets import BOUNDS, QuotaEntry, refuse_impossible, values_of
from sortition.services.targets_guard import open_targets, record_targets_event


@transaction.atomic
def apply_repair(*, assembly: Assembly, repair: Repair, version: str, actor: User, now: datetime) -> None:
    """Write every change of a repair, together.

    A repair may change the number of seats where nothing else helps; that is recorded as an event of its own.

    Raises:
        TargetsFrozen: a run is binding.
        ChangedMeanwhile: the quotas, caps or seats are no longer those that the repair was computed for.
    """
    locked, categories = open_targets(assembly, version)
    bounds = [change for change in repair.changes if isinstance(change, QuotaChange)]
    caps = [change for change in repair.changes if isinstance(change, CapChange)]
    for change in repair.changes:
        if isinstance(change, SeatsChange):
            _change_seats(locked, change, actor=actor, now=now)
    changed = _change_quotas(locked, categories, bounds) + _change_caps(locked, caps)
    if changed:
        details = {"values": len({change["name"] for change in changed}), "changes": changed}
        record_targets_event(
            "targets.repair_applied", obj=locked, assembly=locked, actor=actor, now=now, details=details
        )
    assembly.seats = locked.seats


def _change_quotas(
    assembly: Assembly, categories: list[Category], changes: list[QuotaChange]
) -> list[dict[str, Any]]:
    by_name: dict[tuple[str, str], Value | CrossedQuota] = {
        (value.category.name, value.name): value for value in values_of(categories)
    }
    for each in crossed_quotas(assembly):
        crossing = each.crossing
        category = crossed_name(crossing.first.name, crossing.second.name)
        by_name[category, crossed_name(each.first_value.name, each.second_value.name)] = each
    recorded = []
    for change in changes:
        quota = by_name.get((change.category, change.value))
        if quota is None or getattr(quota, change.bound) != change.before:
            raise _computed_for_others()
        setattr(quota, change.bound, change.after)
        refuse_impossible(str(quota), QuotaEntry(*(getattr(quota, bound) for bound in BOUNDS)))
        quota.save(update_fields=[change.bound])
        name = f"{change.category}: {change.value}"
        recorded.append(
            {
                "value": quota.pk if isinstance(quota, Value) else None,
                "name": name,
                "field": change.bound,
                "from": change.before,
                "to": change.after,
            }
        )
    return recorded


def _change_caps(assembly: Assembly, changes: list[CapChange]) -> list[dict[str, Any]]:
    by_column: dict[str, Grouping] = {cap_column(each): each for each in groupings_of(assembly)}
    recorded = []
    for change in changes:
        grouping = by_column.get(change.column)
        if grouping is None or grouping.maximum != change.before:
            raise _computed_for_others()
        grouping.maximum = change.after
        grouping.save(update_fields=["maximum"])
        recorded.append(
            {"value": None, "name": str(grouping), "field": "cap", "from": change.before, "to": change.after}
        )
    return recorded


def _change_seats(assembly: Assembly, change: SeatsChange, *, actor: User, now: datetime) -> None:
    if assembly.seats != change.before:
        raise _computed_for_others()
    assembly.seats = change.after
    assembly.save(update_fields=["seats"])
    record_targets_event(
        "assembly.seats_changed",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"from": change.before, "to": change.after},
    )


def _computed_for_others() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("The quotas or the seats changed since this repair was found. Nothing was changed; check again.")
    )
