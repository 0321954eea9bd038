"""The record: one event for every write, in the same transaction, chained so that no change goes unnoticed."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.chain import START, entry_digest
from assembly.models.assembly import Assembly

PLATFORM = "platform"
"""The chain of what concerns no single assembly."""


def chain_key(assembly_id: int | None) -> str:
    """Name the chain of an assembly, or of the platform."""
    return PLATFORM if assembly_id is None else f"assembly:{assembly_id}"


class RecordChain(models.Model):
    """The end of one chain. Its row is the lock: whoever writes an entry holds it until the commit."""

    key = models.CharField(max_length=40, primary_key=True)
    last_number = models.PositiveBigIntegerField(default=0)
    last_digest = models.CharField(max_length=64, default=START)

    class Meta:
        verbose_name = _("chain of the record")

    def __str__(self) -> str:
        return self.key


class AuditEvent(models.Model):
    """What happened, to what, by whom, when. Written once, never changed: the database itself refuses to."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, null=True, blank=True, related_name="audit_events")
    number = models.PositiveBigIntegerField(_("number"))
    """Its place in the chain of its assembly, from 1."""
    type = models.CharField(_("event"), max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))
    details_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    """The digest of the entry before."""
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("entry of the record")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="event_number_unique"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(assembly=None), name="event_platform_number_unique"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assembly", "-at"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.type}"

    @property
    def details(self) -> dict[str, Any]:
        """Return ids and figures; nothing once they were erased. Read `kept` together with lists of events."""
        try:
            return dict(json.loads(self.kept.text))
        except EventDetails.DoesNotExist:
            return {}

    def expected_digest(self) -> str:
        """Return the digest that follows from what the entry says."""
        return entry_digest(
            previous=self.previous,
            chain=chain_key(self.assembly_id),
            number=self.number,
            type_=self.type,
            object_type=self.object_type,
            object_id=self.object_id,
            actor=self.actor_id,
            at=self.at,
            details=self.details_digest,
        )


class EventDetails(models.Model):
    """What an entry says beyond its head, apart from it, so that it can be erased while the chain holds."""

    event = models.OneToOneField(AuditEvent, models.CASCADE, primary_key=True, related_name="kept")
    salt = models.BinaryField(max_length=16)
    text = models.TextField()
    """JSON with sorted keys, byte for byte as its digest was made."""

    class Meta:
        verbose_name = _("details of an entry")

    def __str__(self) -> str:
        return self.text
