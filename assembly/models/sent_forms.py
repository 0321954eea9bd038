"""Forms that were sent and did what they say, so that a second sending finds out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """That a form with this token was done with, and where it led. Kept for a day (docs/adr/0034)."""

    # The second of two that are sent at the same moment waits here for the first, and then finds it.
    token = models.UUIDField(unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.TextField()
    leads_to = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sent form")
        ordering: ClassVar = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.address}: {self.token}"
