"""What an organiser adds to the record of processing: what no program can know by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.models.assembly import Assembly


class ProcessingRecord(models.Model):
    """The parts of an assembly's record of processing that are written by hand (GDPR, article 30)."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, related_name="processing_record")
    controller_contact = models.TextField(
        _("How to reach who answers for the data"), max_length=600, blank=True
    )
    officer_contact = models.TextField(_("Data protection officer"), max_length=600, blank=True)
    legal_basis = models.TextField(_("Legal basis"), max_length=1000, blank=True)
    recipients = models.TextField(_("Who receives data"), max_length=1000, blank=True)
    processors = models.TextField(_("Processors"), max_length=1000, blank=True)
    transfers = models.TextField(_("Transfers to other countries"), max_length=600, blank=True)
    security = models.TextField(_("How the data are protected"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("record of processing")

    def __str__(self) -> str:
        return f"{self.assembly}: record of processing"
