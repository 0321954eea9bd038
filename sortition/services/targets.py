"""Write quotas: what people typed, and what a repair proposes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.errors import ImpossibleQuota
from sortition.lottery import QuotaChange, Repair, SeatsChange
from sortition.models import Category, Value
from sortition.quota_checks import QuotaLine, Tone, findings_of_line
from sortition.quota_messages import finding_sentence
from sortition.services.targets_guard import open_targets

BOUNDS = ("minimum", "maximum", "minimum_flex", "maximum_flex")


@dataclass(frozen=True, slots=True)
class QuotaEntry:
    """The quota of one value as somebody typed it; all None: no quota."""

    minimum: int | None = None
    maximum: int | None = None
    minimum_flex: int | None = None
    maximum_flex: int | None = None


@transaction.atomic
def save_quotas(
    *, assembly: Assembly, quotas: Mapping[int, QuotaEntry], version: str, actor: User, now: datetime
) -> int:
    """Store the quotas of the values named by their keys; return how many values changed.

    One event holds every change field by field. Saving what stands already changes and records nothing.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`.
        ImpossibleQuota: a quota contradicts itself.
    """
    locked, categories = open_targets(assembly, version)
    changed = []
    for value in _values_of(categories):
        if value.pk in quotas:
            changed += _set_quota(value, quotas[value.pk])
    _store(changed, "targets.quotas_changed", assembly=locked, actor=actor, now=now)
    return len({change["value"] for change in changed})


@transaction.atomic
def apply_repair(*, assembly: Assembly, repair: Repair, version: str, actor: User, now: datetime) -> None:
    """Write every change of a repair, together.

    A repair may change the number of seats where nothing else helps; that is recorded as an event of its own.

    Raises:
        TargetsFrozen: a run is binding.
        ChangedMeanwhile: the quotas or seats are no longer those that the repair was computed for.
    """
    locked, categories = open_targets(assembly, version)
    by_name = {(value.category.name, value.name): value for value in _values_of(categories)}
    changed = []
    for change in repair.changes:
        if isinstance(change, SeatsChange):
            _change_seats(locked, change, actor=actor, now=now)
        elif isinstance(change, QuotaChange):
            changed += _set_bound(by_name.get((change.category, change.value)), change)
    _store(changed, "targets.repair_applied", assembly=locked, actor=actor, now=now)
    assembly.seats = locked.seats


def _values_of(categories: list[Category]) -> list[Value]:
    return [value for category in categories for value in category.values.all()]


def _set_quota(value: Value, entry: QuotaEntry) -> list[dict[str, Any]]:
    """Set the fields that differ and return them for the record."""
    line = QuotaLine(None, entry.minimum, entry.maximum, entry.minimum_flex, entry.maximum_flex)
    for finding in findings_of_line(line, seats=0, pool_size=0):
        if finding.tone is Tone.BAD:
            raise ImpossibleQuota(f"{value.name}: {finding_sentence(finding)}", code=finding.code)
    changes = []
    for bound in BOUNDS:
        before, after = getattr(value, bound), getattr(entry, bound)
        if before != after:
            setattr(value, bound, after)
            changes.append(
                {
                    "value": value.pk,
                    "name": f"{value.category.name}: {value.name}",
                    "field": bound,
                    "from": before,
                    "to": after,
                    "object": value,
                }
            )
    return changes


def _set_bound(value: Value | None, change: QuotaChange) -> list[dict[str, Any]]:
    if value is None or getattr(value, change.bound) != change.before:
        raise _computed_for_others()
    bounds = {bound: getattr(value, bound) for bound in BOUNDS}
    return _set_quota(value, QuotaEntry(**bounds | {change.bound: change.after}))


def _change_seats(assembly: Assembly, change: SeatsChange, *, actor: User, now: datetime) -> None:
    if assembly.seats != change.before:
        raise _computed_for_others()
    assembly.seats = change.after
    assembly.save(update_fields=["seats"])
    record_event(
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


def _store(
    changes: list[dict[str, Any]], event: str, *, assembly: Assembly, actor: User, now: datetime
) -> None:
    """Write the changed values and one event; no change, no event."""
    if not changes:
        return
    objects = {change["value"]: change.pop("object") for change in changes}
    Value.objects.bulk_update(objects.values(), BOUNDS)
    details = {"values": len(objects), "changes": changes}
    record_event(event, obj=assembly, assembly=assembly, actor=actor, now=now, details=details)
