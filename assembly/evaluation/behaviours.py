"""The five behaviours by which people judge whether an assembly deserves their trust, in plain words."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Behaviour(models.TextChoices):
    """The behaviours, in the order in which they are shown."""

    AUTHENTICITY = "authenticity", _("Authenticity")
    SCRUTINY = "scrutiny", _("Scrutiny")
    VALUING_VOICES = "valuing_voices", _("Valuing voices")
    CO_CREATING = "co_creating", _("Co-creating")
    EMPATHY = "empathy", _("Empathy")


MEANINGS: dict[str, Any] = {
    Behaviour.AUTHENTICITY: _("What members decided is what was handed over, and what was promised is done."),
    Behaviour.SCRUTINY: _("Members could look at the evidence from all sides, ask, and get answers."),
    Behaviour.VALUING_VOICES: _("Everybody could take part, met the others, and was heard, few or many."),
    Behaviour.CO_CREATING: _("Members shaped the work and the texts themselves."),
    Behaviour.EMPATHY: _("People were spoken to in words that they understand, and looked after."),
}
"""Behaviour → what it asks, in one sentence."""
