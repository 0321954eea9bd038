"""Write the quotas that people typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from assembly.models import Assembly, User
from sortition.errors import ImpossibleQuota
from sortition.models import Category, Value
from sortition.quota_checks import QuotaLine, Tone, findings_of_line
from sortition.quota_messages import finding_sentence
from sortition.services.targets_guard import open_targets, record_targets_event

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
    *,
    assembly: Assembly,
    quotas: Mapping[int, QuotaEntry],
    version: str,
    actor: User,
    now: datetime,
    shares: Mapping[int, Decimal | None] | None = None,
) -> int:
    """Store the quotas, and the shares, of the values named by their keys; return how many values changed.

    One event holds every change field by field. Saving what stands already changes and records nothing.

    Raises:
        TargetsFrozen, ChangedMeanwhile: see `open_targets`.
        ImpossibleQuota: a quota contradicts itself.
    """
    locked, categories = open_targets(assembly, version)
    changed = []
    for value in values_of(categories):
        if shares is not None and value.pk in shares:
            changed += _set_share(value, shares[value.pk])
        if value.pk in quotas:
            changed += set_quota(value, quotas[value.pk])
    store_quotas(changed, "targets.quotas_changed", assembly=locked, actor=actor, now=now)
    return len({change["value"] for change in changed})


def values_of(categories: list[Category]) -> list[Value]:
    """Return the values of all categories, in order."""
    return [value for category in categories for value in category.values.all()]


def refuse_impossible(name: str, entry: QuotaEntry) -> None:
    """Refuse a quota that contradicts itself."""
    line = QuotaLine(None, entry.minimum, entry.maximum, entry.minimum_flex, entry.maximum_flex)
    for finding in findings_of_line(line, seats=0, pool_size=0):
        if finding.tone is Tone.BAD:
            raise ImpossibleQuota(f"{name}: {finding_sentence(finding)}", code=finding.code)


def _set_share(value: Value, share: Decimal | None) -> list[dict[str, Any]]:
    """Set the share if it differs and return the change for the record."""
    if share is not None and not 0 <= share <= 100:
        raise ImpossibleQuota(f"{value.name}: {share} %", code="impossible_share")
    before = value.share
    if before == share:
        return []
    value.share = share
    return [
        {
            "value": value.pk,
            "name": f"{value.category.name}: {value.name}",
            "field": "share",
            "from": None if before is None else f"{before.normalize():f}",
            "to": None if share is None else f"{share.normalize():f}",
            "object": value,
        }
    ]


def set_quota(value: Value, entry: QuotaEntry) -> list[dict[str, Any]]:
    """Set the fields that differ and return them for the record."""
    refuse_impossible(value.name, entry)
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


def store_quotas(
    changes: list[dict[str, Any]], event: str, *, assembly: Assembly, actor: User, now: datetime
) -> None:
    """Write the changed values and one event; no change, no event."""
    if not changes:
        return
    objects = {change["value"]: change.pop("object") for change in changes}
    Value.objects.bulk_update(objects.values(), ["share", *BOUNDS])
    details = {"values": len(objects), "changes": changes}
    record_targets_event(event, obj=assembly, assembly=assembly, actor=actor, now=now, details=details)
