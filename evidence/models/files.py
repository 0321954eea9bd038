"""Files that came through the gate, each kept once, under a random name, outside the web root."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from evidence.enums import ScanState


class StoredFile(models.Model):
    """One checked file: what it is by its content, and what it was called."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="evidence_files")
    file = models.FileField(upload_to="evidence/")
    """Under a name of ours; served through the permission check alone."""
    name = models.CharField(_("name of the file"), max_length=120)
    """What it was called, for people to recognise it."""
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField(_("size"))
    """In bytes."""
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    """Of a PDF."""
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, choices=ScanState.choices)
    remarks = models.JSONField(default=list)
    """What the gate took out of it, by code: "scripts", "attachments", "forms" …"""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """None: it came with a submission from outside."""

    class Meta:
        verbose_name = _("file")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scan__in=ScanState.values), name="stored_file_scan"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pdf(self) -> bool:
        """Whether it can go into a pack page by page."""
        return self.content_type == "application/pdf"
