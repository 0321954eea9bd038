"""Letters with one-time codes: how people without e-mail sign in (docs/adr/0016)."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.models.assembly import Assembly


class SignInLetter(models.Model):
    """One printed letter. Its number is known to whoever holds it; of its codes only digests are kept."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="sign_in_letters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_letters")
    reference = models.CharField(max_length=12, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_attempts = models.PositiveSmallIntegerField(default=0)
    """Wrong codes in a row; one that fits begins anew."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("letter with codes to sign in")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(withdrawn_at=None), name="sign_in_letter_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.user}"

    def refusal(self, now: datetime) -> str:
        """Say why its codes no longer work: "withdrawn", "locked", "expired", or "" while they do."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.wrong_attempts >= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS:
            return "locked"
        return "expired" if now >= self.expires_at else ""


class SignInCode(models.Model):
    """One code of a letter, good for signing in once."""

    letter = models.ForeignKey(SignInLetter, models.CASCADE, related_name="codes")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=128, unique=True)
    """See assembly/letter_digests.py."""
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code to sign in")
        ordering: ClassVar = ["letter", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "number"], name="sign_in_code_number")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.number}"
