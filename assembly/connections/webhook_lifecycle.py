"""The legal moves of a webhook and of a delivery."""

from assembly.connections.enums_webhooks import DeliveryState as D
from assembly.connections.enums_webhooks import WebhookState as S
from assembly.lifecycle import Lifecycle

WEBHOOK = Lifecycle(
    "webhook",
    {
        (S.ACTIVE, "pause"): S.PAUSED,
        (S.PAUSED, "resume"): S.ACTIVE,
        (S.STOPPED, "resume"): S.ACTIVE,
        (S.ACTIVE, "stop"): S.STOPPED,
        (S.ACTIVE, "end"): S.ENDED,
        (S.PAUSED, "end"): S.ENDED,
        (S.STOPPED, "end"): S.ENDED,
    },
)

DELIVERY = Lifecycle(
    "delivery",
    {
        **{(state, "deliver"): D.SENT for state in (D.QUEUED, D.FAILED)},
        **{(state, "fail"): D.FAILED for state in (D.QUEUED, D.FAILED)},
        **{(state, "give_up"): D.GIVEN_UP for state in (D.QUEUED, D.FAILED)},
        **{(state, "send_again"): D.QUEUED for state in (D.FAILED, D.SENT, D.GIVEN_UP)},
    },
)
