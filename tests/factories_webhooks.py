"""Makers of webhooks and deliveries."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from assembly.connections.enums_webhooks import DeliveryState
from assembly.connections.models import Delivery, DeliveryAttempt, Webhook
from assembly.connections.services.webhook_outbox import queue_deliveries
from assembly.connections.services.webhook_stop import stop_webhook
from assembly.connections.services.webhooks import Made, Wanted, end_webhook, make_webhook, pause_webhook
from assembly.models import Assembly, AuditEvent
from assembly.services.record import record_event
from tests.factories import NOON, UserFactory

SITE = "https://assembly.example/"
KINDS = ("remit.published", "assembly.moved", "response.published")


def make_wanted(**fields: Any) -> Wanted:
    """Return what a webhook is to be."""
    stands = {
        "address": "https://hooks.example.org/in?key=1",
        "purpose": "⟪Shows the city’s website what was published⟫",
        "kinds": KINDS,
        "site": SITE,
    }
    return Wanted(**{**stands, **fields})


def make_hook(assembly: Assembly, now: datetime = NOON, **fields: Any) -> Made:
    """Make an active webhook; return it with its secret."""
    own = {"token": uuid.uuid4(), "actor": UserFactory()}
    return make_webhook(assembly=assembly, wanted=make_wanted(**fields), now=now, **own)


def webhook_at(assembly: Assembly, state: str = "active") -> Webhook:
    """Make a webhook in a state."""
    webhook = make_hook(assembly).webhook
    own = {"webhook": webhook, "actor": UserFactory(), "now": NOON}
    if state == "paused":
        pause_webhook(**own)
    elif state == "stopped":
        stop_webhook(webhook=webhook, reason="failing", now=NOON)
    elif state == "ended":
        end_webhook(**own)
    return Webhook.objects.select_related("assembly").get(pk=webhook.pk)


def happen(assembly: Assembly, type_: str = "remit.published", now: datetime = NOON) -> AuditEvent:
    """Have something happen of which webhooks are told."""
    with transaction.atomic():
        return record_event(
            type_,
            obj=assembly,
            assembly=assembly,
            actor=None,
            now=now,
            details={"number": 1, "mail": "⟪x@y⟫"},
        )


def make_delivery(assembly: Assembly, state: str = "queued", webhook: Webhook | None = None) -> Delivery:
    """Make a delivery in a state, with the attempts that led there."""
    hook = webhook or make_hook(assembly).webhook
    happen(assembly)
    queue_deliveries(webhook_id=hook.pk, now=NOON)
    delivery = Delivery.objects.filter(webhook=hook).latest("number")
    changes: dict[str, Any] = {
        "queued": {},
        "failed": {"failures": 2, "answer": 503, "trouble": "answer"},
        "sent": {"answer": 204, "next_at": None, "ended_at": NOON},
        "given_up": {"failures": 10, "trouble": "too_slow", "next_at": None, "ended_at": NOON},
    }[state]
    if changes:
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState(state), **changes)
        DeliveryAttempt.objects.create(
            delivery=delivery,
            at=NOON,
            answer=changes.get("answer"),
            trouble=changes.get("trouble", ""),
            milliseconds=120,
        )
    return Delivery.objects.select_related("webhook__assembly", "event").get(pk=delivery.pk)
