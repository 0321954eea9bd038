"""The one way to write to the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from assembly.models import Assembly, AuditEvent, User


def record_event(
    type: str,  # noqa: A002 (the record's own word)
    *,
    obj: models.Model | None = None,
    assembly: Assembly | None,
    actor: User | None,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write one event in the caller's transaction, so that the record and the change stand or fall together.

    `actor` is None for what the clock or a worker did. `details` hold ids and figures, not personal data where a
    reference will do.

    Raises:
        TransactionManagementError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"{type} was recorded outside a transaction"
        raise transaction.TransactionManagementError(message)
    return AuditEvent.objects.create(
        type=type,
        object_type=(obj._meta.model_name or "") if obj else "",
        object_id=str(obj.pk) if obj else "",
        assembly=assembly,
        actor=actor,
        at=now,
        details=dict(details or {}),
    )
