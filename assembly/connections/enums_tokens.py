"""The choices of access tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.enums import Role


class TokenState(models.TextChoices):
    """Where an access token stands."""

    ACTIVE = "active", _("In use")
    ENDED = "ended", _("Ended")
    EXPIRED = "expired", _("Expired")


TOKEN_TONES = {TokenState.ACTIVE: "good", TokenState.ENDED: "", TokenState.EXPIRED: ""}

TOKEN_ROLES = (
    Role.ORGANISER,
    Role.SESSION_STAFF,
    Role.OBSERVER,
    Role.AUDITOR,
    Role.FACILITATOR,
    Role.ADVISORY_GROUP,
)
"""The roles that read something by the API; what each reads, the table of permissions decides."""

LEAST_DAYS, MOST_DAYS = 1, 366
"""For how long a token can be made: to the end of a day so many days from now."""
SOON_DAYS = 14
"""So many days before its last one, organisers are told."""
