"""The choices of webhooks and of their deliveries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WebhookState(models.TextChoices):
    """Where a webhook stands."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped by itself")
    ENDED = "ended", _("Ended")


class StopReason(models.TextChoices):
    """Why a webhook stopped by itself."""

    GONE = "gone", _("The other program said that this address is gone for good.")
    FAILING = "failing", _("For five days nothing could be delivered.")
    RESTORED = "restored", _("A backup was put back: make sure that this is the machine that should deliver.")


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    QUEUED = "queued", _("Waits")
    FAILED = "failed", _("Failed, will be tried again")
    SENT = "sent", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class Trouble(models.TextChoices):
    """Why an attempt failed, or a delivery was given up."""

    ANSWER = "answer", _("The other program answered with an error.")
    REDIRECT = "redirect", _("The other program sent us to another address. Redirects are not followed.")
    GONE = "gone", _("The other program said that this address is gone for good.")
    NOT_HTTP = "not_http", _("The answer was not one of a web server.")
    NO_ANSWER = "no_answer", _("The connection ended without an answer.")
    TOO_SLOW = "too_slow", _("There was no whole answer within ten seconds.")
    REFUSED = "refused", _("Nobody could be reached at that address.")
    NO_NAME = "no_name", _("The name of that machine is not known.")
    FORBIDDEN = (
        "forbidden",
        _("The name leads to an address inside a network. Only public addresses are written to."),
    )
    CERTIFICATE = "certificate", _("The certificate of the other machine is not valid for its name.")
    TLS = "tls", _("No encrypted connection could be made.")
    ADDRESS = "address", _("That address is not allowed here.")
    SECRET = "secret", _("The secret cannot be read with the keys of this installation. Renew it.")
    ENDED = "ended", _("The webhook was ended.")


WAITING = (DeliveryState.QUEUED, DeliveryState.FAILED)
"""States of deliveries that are still to be sent."""
IN_USE = (WebhookState.ACTIVE, WebhookState.PAUSED, WebhookState.STOPPED)

WEBHOOK_TONES = {
    WebhookState.ACTIVE: "good",
    WebhookState.PAUSED: "",
    WebhookState.STOPPED: "bad",
    WebhookState.ENDED: "plain",
}
DELIVERY_TONES = {
    DeliveryState.QUEUED: "active",
    DeliveryState.FAILED: "warn",
    DeliveryState.SENT: "good",
    DeliveryState.GIVEN_UP: "bad",
}
