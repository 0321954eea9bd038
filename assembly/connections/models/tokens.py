"""Access tokens: with them programs read an assembly's data by the API."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.connections.enums_tokens import TOKEN_ROLES, TOKEN_TONES, TokenState
from assembly.enums import Role
from assembly.models import Assembly


class AccessToken(models.Model):
    """What one program reads, as which role, until when. The secret itself is kept nowhere."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="access_tokens")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=7, choices=TokenState.choices, default=TokenState.ACTIVE)
    purpose = models.CharField(_("what it is for"), max_length=200)
    role = models.CharField(_("reads as"), max_length=20, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret."""
    last_four = models.CharField(_("ends in"), max_length=4)
    expires_on = models.DateField(_("last day"))
    """It works until the end of that day."""
    last_used_on = models.DateField(_("last used"), null=True, blank=True)
    """A day and no moment: written once a day at most."""
    form_token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one token."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None: the clock, on the day after the last."""
    reason = models.CharField(_("why it was ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("access token")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="token_number_unique"),
            models.CheckConstraint(condition=Q(state__in=TokenState.values), name="token_state"),
            models.CheckConstraint(
                condition=Q(role__in=list(TOKEN_ROLES)), name="token_role_reads_something"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="token_says_what_for"),
            models.CheckConstraint(
                condition=Q(state="active", ended_at=None) | (~Q(state="active") & Q(ended_at__isnull=False)),
                name="token_ended_when",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | ~Q(reason=""), name="token_ended_says_why"),
            models.CheckConstraint(
                condition=Q(last_used_on=None) | Q(last_used_on__lte=F("expires_on")),
                name="token_used_within_its_time",
            ),
        ]

    def __str__(self) -> str:
        return _now("Token %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """Return the page on which the team looks after it."""
        return reverse("connections_token", args=[self.assembly.slug, self.number])

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return TOKEN_TONES[TokenState(self.state)]

    def works_on(self, day: date) -> bool:
        """Whether it lets a program in on a day; the clock may be late to note that it is over."""
        return self.state == TokenState.ACTIVE and day <= self.expires_on
