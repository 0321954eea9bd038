"""The one way to write to the record, and the one way to erase from it."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from assembly.chain import details_digest
from assembly.event_listeners import listeners_of
from assembly.models import Assembly, AuditEvent, EventDetails, RecordChain, User
from assembly.models.record import chain_key


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
    reference will do. Call it last: from here to the commit no other event of the assembly can be written.

    Raises:
        TransactionManagementError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"{type} was recorded outside a transaction"
        raise transaction.TransactionManagementError(message)
    text = _as_text(details or {})
    # A salt is never needed again by whoever wrote it: unlike other chance it need not be passed in.
    salt = secrets.token_bytes(16)
    chain = _locked_chain(chain_key(assembly.pk if assembly else None))
    event = AuditEvent(
        assembly=assembly,
        number=chain.last_number + 1,
        type=type,
        object_type=(obj._meta.model_name or "") if obj else "",
        object_id=str(obj.pk) if obj else "",
        actor=actor,
        at=now,
        details_digest=details_digest(salt, text),
        previous=chain.last_digest,
    )
    event.digest = event.expected_digest()
    event.save(force_insert=True)
    event.kept = EventDetails.objects.create(event=event, salt=salt, text=text)
    chain.last_number, chain.last_digest = event.number, event.digest
    chain.save(update_fields=["last_number", "last_digest"])
    for listener in listeners_of(type):
        listener(event)
    return event


@transaction.atomic
def erase_details(
    *, events: Iterable[AuditEvent], assembly: Assembly | None, reason: str, actor: User | None, now: datetime
) -> int:
    """Erase details and salts of events of one assembly, and record which; return how many were erased.

    The heads of the entries stay: what happened, to which object, by whom, when.
    """
    numbers = {event.pk: event.number for event in events}
    kept = EventDetails.objects.filter(event__in=numbers, event__assembly=assembly)
    erased = sorted(numbers[pk] for pk in kept.values_list("pk", flat=True))
    if not erased:
        return 0
    kept.delete()
    record_event(
        "record.details_erased",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"entries": erased, "reason": reason},
    )
    return len(erased)


def _locked_chain(key: str) -> RecordChain:
    """Lock the end of a chain: of two writers at once, the second waits here and then follows the first."""
    RecordChain.objects.get_or_create(key=key)
    return RecordChain.objects.select_for_update().get(key=key)


def _as_text(details: Mapping[str, Any]) -> str:
    text = json.dumps(details, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    # Half a character (a lone surrogate) can be in a Python string, but not in a database.
    return text.encode(errors="replace").decode()


@transaction.atomic
def record_own_export(
    *, assembly: Assembly, entries: int, form: str, purpose: str, actor: User, now: datetime
) -> None:
    """Write down that the record itself left the house, in what form and what for."""
    record_event(
        "record.exported",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"entries": entries, "form": form, "purpose": purpose},
    )
