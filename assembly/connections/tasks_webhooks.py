"""Background entry points of webhooks."""

from random import SystemRandom

from django.utils import timezone
from django_tasks import task

from assembly.connections.services import delivery_sending


@task(queue_name="webhooks")
def work_on_webhook(webhook_id: int) -> None:
    """Queue what is new for a webhook, and send what is due."""
    delivery_sending.work_on_webhook(webhook_id, clock=timezone.now, chance=SystemRandom())
