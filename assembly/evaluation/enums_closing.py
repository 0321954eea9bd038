"""The choices of requests for information and of their packs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a freedom-of-information request stands."""

    RECEIVED = "received", _("Received")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused")


class PackState(models.TextChoices):
    """Where the pack for a request stands. A worker claims a pending one by a conditional update."""

    PENDING = "pending", _("Waits for its turn")
    BUILDING = "building", _("Being built")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


UNDER_WAY = (PackState.PENDING, PackState.BUILDING)

REQUEST_TONES = {
    RequestState.RECEIVED: "active",
    RequestState.ANSWERED: "good",
    RequestState.WITHDRAWN: "",
    RequestState.REFUSED: "",
}
PACK_TONES = {
    PackState.PENDING: "active",
    PackState.BUILDING: "active",
    PackState.READY: "good",
    PackState.FAILED: "bad",
}
