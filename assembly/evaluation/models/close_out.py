"""Who follows up what is open when an assembly ends, and the close-out certificate."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly


class FollowUp(models.Model):
    """One matter that stays open, and which office sees to it. It is printed in the certificate for good."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="follow_ups")
    matter = models.CharField(_("what stays open"), max_length=300)
    who = models.CharField(_("who follows it up"), max_length=160)
    """An office or a body by name; no person's, because the certificate is public and kept."""
    contact = models.CharField(_("how they are reached"), max_length=300)
    by_when = models.DateField(_("by when"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    """Counts changes, so that a stale form is noticed."""
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("open matter")
        ordering: ClassVar = ["by_when", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(matter="") & ~Q(who="") & ~Q(contact=""), name="follow_up_says_who"
            ),
        ]

    def __str__(self) -> str:
        return self.matter


class CloseOutCertificate(models.Model):
    """What was promised, what was delivered, and what stays. The database refuses to change or remove it.

    A later one replaces it and says why; both can be read.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="close_out_certificates")
    number = models.PositiveIntegerField(_("number"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    content = models.JSONField()
    """Keys, days and numbers, as `close_out_content.py` puts them together; words are found when it is read."""
    sha256 = models.CharField(max_length=64)
    """Of the canonical JSON of the content, which is the file `close_out.json`."""
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.CharField(_("why it replaces the one before"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("close-out certificate")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="close_out_number_unique"),
            models.CheckConstraint(
                condition=Q(number=1, replaces=None, reason="")
                | (Q(number__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="close_out_replaces_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return _now("Close-out certificate %(number)s") % {"number": self.number}
