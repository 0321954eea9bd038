"""Automatic placement: one computation, what it was asked, what it proposes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from scheduling.enums import PLACEMENT_TONES, PlacementState


class PlacementJob(models.Model):
    """One search for places. The row is the only truth of its progress; what is proposed changes nothing by itself."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="placement_jobs")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=10, choices=PlacementState.choices, default=PlacementState.PENDING
    )
    parameters = models.JSONField(default=dict)
    """{"items": keys to place, "may_move": whether placed ones may move, "seconds", "seed"}."""
    result = models.JSONField(default=dict)
    """{"programme": digest, "places": [{item, session, room, starts_at, moves}], "unplaced": [[item, reasons]], …}."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("automatic placement")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="placement_number_unique"),
            models.CheckConstraint(condition=Q(state__in=PlacementState.values), name="placement_state"),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: placement {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return PLACEMENT_TONES[PlacementState(self.state)]
