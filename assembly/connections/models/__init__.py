"""Tables of connections."""

from assembly.connections.models.webhooks import (
    Delivery,
    DeliveryAttempt,
    Webhook,
)

__all__ = [
    "Delivery",
    "DeliveryAttempt",
    "Webhook",
]
