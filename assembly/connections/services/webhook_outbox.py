"""Turn entries of the record into deliveries: each entry of a wanted kind once, none that was rolled back.

The record is the outbox. An entry gets its number under the lock of the record's chain, which is held until the commit,
so numbers become visible in their order and without gaps; a rolled back number is given again. A webhook therefore only
remembers how far it has read (`seen_number`), and moves it in the transaction that writes the deliveries.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from assembly.background import queue_task
from assembly.connections.enums_webhooks import WebhookState
from assembly.connections.models import Delivery, Webhook
from assembly.connections.selectors.webhook_messages import message_id_of
from assembly.connections.webhook_kinds import TEST, kind_of, wanted_types
from assembly.models import AuditEvent, RecordChain
from assembly.models.record import chain_key

WORK = "assembly.connections.tasks_webhooks.work_on_webhook"
BATCH = 500
"""Deliveries that are written in one transaction."""


def follow_event(event: AuditEvent) -> None:
    """Ask a worker for each webhook that wants an entry, a test for its own; called in the transaction that writes it.

    A webhook that is made at this moment may be overlooked; the clock finds the entry then.
    """
    kind = kind_of(event.type)
    active = Webhook.objects.filter(assembly=event.assembly_id, state=WebhookState.ACTIVE)
    for pk, kinds in active.values_list("pk", "kinds"):
        if kind.key in kinds if kind else event.object_id == str(pk):
            queue_task(WORK, pk)


@transaction.atomic
def queue_deliveries(*, webhook_id: int, now: datetime) -> int:
    """Write deliveries for what an active webhook has not seen, at most a batch; return how many there were.

    The webhook's row is the lock: of two workers the second waits here, and then begins where the first has ended.
    """
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=webhook_id)
    if webhook.state != WebhookState.ACTIVE:
        return 0
    return queue_next(webhook=webhook, now=now)


def queue_next(*, webhook: Webhook, now: datetime) -> int:
    """Write a batch of deliveries in the caller's transaction, in which the webhook's row is locked."""
    chain = RecordChain.objects.filter(key=chain_key(webhook.assembly_id))
    # Asked before the entries: whatever is numbered up to here is there for the next question.
    last = chain.values_list("last_number", flat=True).first() or 0
    if last <= webhook.seen_number:
        return 0
    wanted = Q(type__in=wanted_types(webhook.kinds))
    test = Q(type=TEST, object_type="webhook", object_id=str(webhook.pk))
    events = list(
        AuditEvent.objects.filter(
            wanted | test,
            assembly=webhook.assembly_id,
            number__gt=webhook.seen_number,
            number__lte=last,
        ).order_by("number")[:BATCH]
    )
    Delivery.objects.bulk_create(
        Delivery(
            webhook=webhook,
            event=event,
            number=event.number,
            message_id=message_id_of(webhook.pk, event),
            next_at=now,
            made_at=now,
        )
        for event in events
    )
    webhook.seen_number = events[-1].number if len(events) == BATCH else last
    webhook.save(update_fields=["seen_number"])
    return len(events)
