"""How the pages of webhooks are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_webhooks import make_delivery, make_hook, webhook_at


def _all(assembly: Assembly) -> dict[str, Any]:
    """Webhooks in each state."""
    for state in ("active", "paused", "stopped", "ended"):
        webhook_at(assembly, state)
    return {}


def _one(assembly: Assembly) -> dict[str, Any]:
    """One with deliveries in each state."""
    webhook = make_hook(assembly).webhook
    for state in ("sent", "given_up", "failed", "queued"):
        make_delivery(assembly, state, webhook)
    return {"number": webhook.number}


def _delivery(assembly: Assembly) -> dict[str, Any]:
    delivery = make_delivery(assembly, "given_up")
    return {"number": delivery.webhook.number, "entry": delivery.number}


EXAMPLES_WEBHOOKS = {
    "connections_webhooks": _all,
    "connections_webhook": _one,
    "connections_webhook_change": _one,
    "connections_webhook_secret": _one,
    "connections_webhook_end": _one,
    "connections_delivery": _delivery,
}
