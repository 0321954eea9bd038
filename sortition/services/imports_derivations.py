"""How a category is worked out: set and removed by hand, applied by every later import."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from assembly.models import User
from assembly.services.record import record_event
from sortition.models import Category, Derivation


@transaction.atomic
def set_derivation(
    *,
    category: Category,
    kind: str,
    on: date | None,
    prefixes: Mapping[str, int],
    file_name: str,
    actor: User,
    now: datetime,
) -> Derivation:
    """Work a category out from now on: `on` for an age, `prefixes` (prefix → pk of the value) for a postcode.

    Nobody in the pool changes before the next import.
    """
    derivation, _made = Derivation.objects.update_or_create(
        category=category,
        defaults={"kind": kind, "on": on, "prefixes": dict(prefixes), "file_name": file_name},
    )
    record_event(
        "pool.derivation_set",
        obj=category,
        assembly=category.assembly,
        actor=actor,
        now=now,
        details={"category": category.name, "kind": kind, "on": str(on or ""), "prefixes": len(prefixes)},
    )
    return derivation


@transaction.atomic
def remove_derivation(*, derivation: Derivation, actor: User, now: datetime) -> None:
    """Take a category from its own column again. Nobody in the pool changes."""
    category = derivation.category
    derivation.delete()
    record_event(
        "pool.derivation_removed",
        obj=category,
        assembly=category.assembly,
        actor=actor,
        now=now,
        details={"category": category.name},
    )
