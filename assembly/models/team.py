"""Who has which role in an assembly, and who was invited to one."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.models.assembly import Assembly


class Appointment(models.Model):
    """One role of one person in one assembly."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="appointments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    appointed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("role in the assembly")
        ordering: ClassVar = ["user__name", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "user", "role"], name="appointment_unique"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="appointment_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """An invitation by e-mail to take a role. Only a digest of its token is kept."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # When the message last left for the mail server; empty while it has not, or after that failed.
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assembly", "email", "role"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    def refusal(self, now: datetime) -> str:
        """Say why the link no longer works: "used", "revoked", "expired", or "" while it does."""
        if self.accepted_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if now >= self.expires_at else ""
