"""Tables of connections."""

from assembly.connections.models.tokens import (
    AccessToken,
)
from assembly.connections.models.webhooks import (
    Delivery,
    DeliveryAttempt,
    Webhook,
)

__all__ = [
    "AccessToken",
    "Delivery",
    "DeliveryAttempt",
    "Webhook",
]
