"""Reads of webhooks and their deliveries."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from assembly.connections.enums_webhooks import IN_USE, WAITING, DeliveryState, WebhookState
from assembly.connections.models import Delivery, Webhook
from assembly.connections.webhook_retries import HOLDS_UP
from assembly.models import Assembly
from assembly.selectors_metrics import Metric


def webhooks_of(assembly: Assembly) -> QuerySet[Webhook]:
    """Return the webhooks with how many deliveries wait (`waiting`), were given up, and when one last arrived."""
    return (
        Webhook.objects.filter(assembly=assembly)
        .annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state__in=WAITING)),
            given_up=Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)),
            last_sent_at=Max("deliveries__ended_at", filter=Q(deliveries__state=DeliveryState.SENT)),
        )
        .order_by("number")
    )


def webhooks_in_use(assembly: Assembly) -> QuerySet[Webhook]:
    """Return those that were not ended."""
    return Webhook.objects.filter(assembly=assembly, state__in=IN_USE)


def deliveries_of(webhook: Webhook, *, state: str = "") -> QuerySet[Delivery]:
    """Return the deliveries, the newest event first, each with its `event` and how often it was tried (`tried`)."""
    found = (
        Delivery.objects.filter(webhook=webhook)
        .select_related("event")
        .annotate(tried=Count("attempts"))
        .order_by("-number")
    )
    return found.filter(state=state) if state in DeliveryState.values else found


def next_due(webhook_id: int, now: datetime) -> Delivery | None:
    """Return what is to be sent next to a webhook.

    Events go out in their order. One that fails holds up those after it, but only for its first `HOLDS_UP` failures;
    then it is tried when it is due, after whatever is new.
    """
    waiting = Delivery.objects.filter(webhook=webhook_id, state__in=WAITING).select_related("event")
    first = waiting.filter(failures__lt=HOLDS_UP).order_by("number").first()
    if first is not None and first.next_at is not None and first.next_at <= now:
        return first
    return waiting.filter(failures__gte=HOLDS_UP, next_at__lte=now).order_by("number").first()


def webhook_metrics(now: datetime) -> Iterator[Metric]:
    """Tell how long the oldest delivery waits, what was given up, and how many webhooks stand how."""
    # What waits for a webhook that somebody paused is nobody's fault.
    waiting = Delivery.objects.filter(state__in=WAITING, webhook__state=WebhookState.ACTIVE)
    oldest = waiting.aggregate(oldest=Min("made_at"))["oldest"]
    yield Metric(
        "webhook_oldest_waiting_seconds",
        "How long the oldest delivery to an active webhook has waited; without a value none waits.",
        [] if oldest is None else [({}, (now - oldest).total_seconds())],
    )
    yield Metric(
        "webhook_deliveries_given_up",
        "Deliveries to webhooks that were given up, of the last 90 days.",
        [({}, Delivery.objects.filter(state=DeliveryState.GIVEN_UP).count())],
    )
    counts = dict(Webhook.objects.order_by().values_list("state").annotate(Count("pk")))
    yield Metric(
        "webhooks",
        "Webhooks by state.",
        [({"state": str(state)}, counts.get(str(state), 0)) for state in sorted(WebhookState.values)],
    )
