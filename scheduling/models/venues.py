"""Where sessions are held: venues, their rooms, when rooms are free, how long one walks from one to the other."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from scheduling.enums import Openness


class Venue(models.Model):
    """A building. Its clock is the one by which its sessions are told."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="venues")
    name = models.CharField(_("name"), max_length=120)
    address = models.TextField(_("address"), max_length=400, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60)
    """An IANA name, such as Europe/London."""
    directions = models.TextField(_("how to get there"), max_length=3000, blank=True)
    staff_notes = models.TextField(_("notes for staff"), max_length=3000, blank=True)
    is_retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        verbose_name = _("venue")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "name"], name="venue_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a venue, with what it has."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=80)
    capacity = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    features = models.JSONField(_("access features"), default=list, blank=True)
    """Values of `AccessFeature`, sorted."""
    directions = models.TextField(_("how to find it"), max_length=1000, blank=True)
    staff_notes = models.TextField(_("notes for staff"), max_length=3000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        verbose_name = _("room")
        ordering: ClassVar = ["position", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["venue", "name"], name="room_name_unique"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_has_places"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomTime(models.Model):
    """A span in which a room is ours (free) or not (taken). Without any free span a room is ours at all times."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="times")
    openness = models.CharField(max_length=6, choices=Openness.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("time of a room")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="room_time_forward"),
            models.CheckConstraint(condition=Q(openness__in=Openness.values), name="room_time_openness"),
        ]

    def __str__(self) -> str:
        return f"{self.room}: {self.starts_at:%Y-%m-%d %H:%M}"


class Walk(models.Model):
    """How many minutes one needs from one venue to another, either way."""

    first = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    second = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        verbose_name = _("way between venues")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="walk_once"),
            # Each pair stands once: the venue with the smaller key first.
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="walk_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
