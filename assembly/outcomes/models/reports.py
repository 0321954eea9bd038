"""The assembly's final report, in versions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly


class ReportVersion(models.Model):
    """A draft of the report's own words, or a published report. What was published the database keeps as it is.

    `content` is everything that the published report says: page, PDF, Word file and data file are made of it alone, so
    they cannot say different things. `sha256` is of its canonical bytes.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    foreword = models.TextField(_("foreword"), max_length=10_000, blank=True)
    method = models.TextField(_("how the assembly worked"), max_length=20_000, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    note = models.CharField(_("what changed, in a sentence"), max_length=300, blank=True)
    """Of a corrected edition; printed beside it."""
    revision = models.PositiveIntegerField(default=1)
    """Counts changes of a draft, so that a stale form is noticed."""
    content = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="report_number_unique"),
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(published_at=None), name="report_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(sha256=""), name="report_published_with_content"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(published_at=None) | ~Q(note=""),
                name="report_correction_says_what",
            ),
        ]

    def __str__(self) -> str:
        return _now("Report %(number)s") % {"number": self.number}
