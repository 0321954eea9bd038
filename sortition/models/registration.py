"""The page on which people register by themselves."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums import Asked
from sortition.models.pool import Respondent


class RegistrationPage(models.Model):
    """One assembly's page: what it asks for, and from when to when it is open."""

    assembly = models.OneToOneField(
        Assembly, models.CASCADE, primary_key=True, related_name="registration_page"
    )
    code = models.CharField(max_length=12, unique=True)
    """The short address in letters: /r/<code>/."""
    asks = models.JSONField(default=dict)
    """Contact field → "required", "optional" or "no", see `Asked`."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("registration page")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(opened_at__isnull=False),
                name="registration_opened_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: registration"

    def is_open(self, now: datetime) -> bool:
        """Whether people can register at this moment."""
        return self.state(now) == "open"

    def state(self, now: datetime) -> str:
        """Return "draft", "open" or "closed"."""
        if self.opened_at is None:
            return "draft"
        is_over = self.closed_at is not None or (self.closes_at is not None and now >= self.closes_at)
        return "closed" if is_over else "open"

    @property
    def last_day(self) -> date | None:
        """Return the last day on which people can register, where there is one."""
        return timezone.localdate(self.closes_at - timedelta(seconds=1)) if self.closes_at else None

    def asked(self, name: str) -> str:
        """Return whether a contact field is required, optional or not asked for."""
        return str(self.asks.get(name, Asked.OPTIONAL))


class RegistrationText(models.Model):
    """The words of the page in one language."""

    page = models.ForeignKey(RegistrationPage, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    introduction = models.TextField(_("introduction"), max_length=4000)
    eligibility = models.CharField(_("who can take part"), max_length=300)
    dates = models.CharField(_("the dates"), max_length=300)
    consent = models.CharField(_("what people agree to"), max_length=600)
    other_ways = models.CharField(_("how to register without this page"), max_length=600)
    thanks = models.TextField(_("what is said afterwards"), max_length=2000)

    class Meta:
        verbose_name = _("words of the registration page")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="registration_one_text"),
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.language})"

    def words(self) -> dict[str, Any]:
        """Return the texts by their names."""
        names = ("introduction", "eligibility", "dates", "consent", "other_ways", "thanks")
        return {name: getattr(self, name) for name in names}


class Registration(models.Model):
    """That somebody registered by themselves: the language, and the token by which the same form counts once."""

    respondent = models.OneToOneField(
        Respondent, models.CASCADE, primary_key=True, related_name="registration"
    )
    page = models.ForeignKey(RegistrationPage, models.CASCADE, related_name="registrations")
    token = models.UUIDField(unique=True)
    language = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("registration")

    def __str__(self) -> str:
        return f"{self.respondent}: registration"
