"""The choices of a draw, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DrawState(models.TextChoices):
    """The lifecycle of a draw."""

    PREPARED = "prepared", _("Prepared")
    COMMITTED = "committed", _("Committed")
    RANDOMNESS_RECEIVED = "randomness_received", _("Randomness received")
    RESOLVED = "resolved", _("Resolved")
    PUBLISHED = "published", _("Published")
    VOIDED = "voided", _("Void")


# The tone of a draw's badge.
DRAW_TONES = {
    DrawState.PREPARED: "",
    DrawState.COMMITTED: "active",
    DrawState.RANDOMNESS_RECEIVED: "active",
    DrawState.RESOLVED: "active",
    DrawState.PUBLISHED: "good",
    DrawState.VOIDED: "bad",
}


class SourceKind(models.TextChoices):
    """Where the random number comes from. The values are those of `sortition.draw`."""

    BALLS = "balls", _("Balls or dice, read by two people")
    BEACON = "beacon", _("A round of a public beacon, named beforehand")
    REVEAL = "reveal", _("The system’s sealed number with what witnesses add")
