"""What the clock does about webhooks: find what no worker was told of, and forget what is old."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from assembly.background import queue_task
from assembly.connections.enums_webhooks import WAITING, WebhookState
from assembly.connections.models import Delivery, Webhook
from assembly.connections.services.webhook_outbox import WORK, queue_deliveries

ASK_AGAIN = timedelta(minutes=2)
"""A worker that was asked so long ago, and has not begun, is asked again."""
KEPT = timedelta(days=90)
AT_ONCE = 2000
"""Old deliveries that are removed in one transaction."""


def ask_workers(now: datetime) -> int:
    """Queue deliveries for what happened since, and ask a worker wherever something is due; return how many asked."""
    active = Webhook.objects.filter(state=WebhookState.ACTIVE)
    for pk in list(active.values_list("pk", flat=True)):
        while queue_deliveries(webhook_id=pk, now=now):
            pass
    due = Delivery.objects.filter(webhook=OuterRef("pk"), state__in=WAITING, next_at__lte=now)
    is_free = Q(held_until=None) | Q(held_until__lte=now)
    is_quiet = Q(asked_at=None) | Q(asked_at__lte=now - ASK_AGAIN)
    asked = 0
    for pk in list(active.filter(is_free, is_quiet, Exists(due)).values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two clocks only one finds the row quiet.
            if Webhook.objects.filter(is_quiet, pk=pk).update(asked_at=now):
                queue_task(WORK, pk)
                asked += 1
    return asked


def forget_old_deliveries(now: datetime) -> int:
    """Remove deliveries of 90 days ago, with their attempts, and secrets that sign no longer; return how many."""
    forgotten = 0
    while old := list(
        Delivery.objects.filter(made_at__lte=now - KEPT).values_list("pk", flat=True)[:AT_ONCE]
    ):
        with transaction.atomic():
            Delivery.objects.filter(pk__in=old).delete()
        forgotten += len(old)
    over = Webhook.objects.filter(former_until__lte=now)
    return forgotten + over.update(former_secret="", former_until=None)
