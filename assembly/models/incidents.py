"""Incidents, and facilitators' notes: words in confidence, each for those who need them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.enums import INCIDENT_TONES, IncidentKind, IncidentState
from assembly.models.assembly import Assembly


class Incident(models.Model):
    """Something that went wrong or could have, and what is done about it."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="incidents")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=12, choices=IncidentState.choices, default=IncidentState.REPORTED
    )
    kind = models.CharField(_("kind"), max_length=12, choices=IncidentKind.choices)
    happened_on = models.DateField(_("day"))
    happened_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    account = models.TextField(_("what happened"), max_length=6000)
    people = models.TextField(_("who was concerned"), max_length=1000, blank=True)
    done = models.TextField(_("what was done at once"), max_length=3000, blank=True)
    outcome = models.TextField(_("outcome"), max_length=3000, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("incident")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="incident_number_unique"),
            models.CheckConstraint(condition=Q(state__in=IncidentState.values), name="incident_state"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="incident_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: incident {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return INCIDENT_TONES[IncidentState(self.state)]


class IncidentReader(models.Model):
    """Somebody who may read one incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("reader of an incident")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "user"], name="incident_reader_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.incident}: {self.user}"


class IncidentStep(models.Model):
    """What was done or found out later; never changed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("when"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=3000)

    class Meta:
        verbose_name = _("step in an incident")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident}: {self.at:%Y-%m-%d %H:%M}"


class FacilitatorNote(models.Model):
    """What a facilitator wrote down about one table, or the whole room, on one day."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="facilitator_notes")
    day = models.DateField(_("day"))
    table = models.CharField(_("table"), max_length=40, blank=True)
    """Its name or number; blank for the whole room."""
    text = models.TextField(_("note"), max_length=6000)
    is_shared = models.BooleanField(_("other facilitators may read it"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("facilitator’s note")
        ordering: ClassVar = ["-day", "table", "pk"]
        indexes: ClassVar = [models.Index(fields=["assembly", "-day"], name="note_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.table}"
