"""Sessions and their programme: agenda items, who takes part in them, what was changed, which clashes are accepted."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, Person
from scheduling.enums import SESSION_TONES, Half, ItemKind, Openness, Part, Phase, Position, SessionState
from scheduling.models.venues import Room, Venue


class Session(models.Model):
    """One day of meeting. Moments are kept in UTC and told by the clock of `time_zone`."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices, default=Phase.LEARNING)
    state = models.CharField(
        _("state"), max_length=20, choices=SessionState.choices, default=SessionState.DRAFT
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("venue")
    )
    rooms = models.ManyToManyField(Room, blank=True, related_name="sessions", verbose_name=_("rooms"))
    """The rooms that can be used on the day; none chosen means all of the venue."""
    time_zone = models.CharField(_("time zone"), max_length=60)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    second_half_at = models.DateTimeField(_("second half begins"), null=True, blank=True)
    """From when attendance counts as the second half; without it the whole session is one half."""
    quorum = models.PositiveSmallIntegerField(_("quorum"), null=True, blank=True)
    members_note = models.TextField(_("note for members"), max_length=2000, blank=True)
    staff_notes = models.TextField(_("notes for staff"), max_length=3000, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Stays with the session for good: calendars know it by this."""

    class Meta:
        verbose_name = _("session")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="session_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="session_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_state"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="session_phase"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_forward"),
            models.CheckConstraint(
                condition=Q(second_half_at=None)
                | Q(second_half_at__gt=F("starts_at"), second_half_at__lt=F("ends_at")),
                name="session_halves_within",
            ),
        ]

    def __str__(self) -> str:
        return _now("Session %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return SESSION_TONES[SessionState(self.state)]

    @property
    def zone(self) -> ZoneInfo:
        """Return the clock by which the session is told."""
        return ZoneInfo(self.time_zone)

    @property
    def halves(self) -> list[Half]:
        """Return the parts for which attendance is noted apart."""
        return [Half.FIRST] if self.second_half_at is None else [Half.FIRST, Half.SECOND]


class AgendaItem(models.Model):
    """One thing of a programme. Without a session it lies in the tray; in one it has a moment, and mostly a room."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="agenda_items")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("session")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("room")
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(5)])
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("what it is about"), max_length=3000, blank=True)
    material = models.TextField(_("what must be there"), max_length=1000, blank=True)
    staff_notes = models.TextField(_("notes for staff"), max_length=3000, blank=True)
    expected = models.PositiveSmallIntegerField(_("people expected"), null=True, blank=True)
    """None: all members, where the kind is for everybody; else only those who have a part."""
    needs = models.JSONField(_("what the room must have"), default=list, blank=True)
    """Values of `AccessFeature` beyond what the members who are expected need, sorted."""
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices, blank=True)
    """Blank: that of the session it is placed in."""
    position = models.CharField(
        _("position"), max_length=8, choices=Position.choices, blank=True, default=Position.NONE
    )
    needs_room = models.BooleanField(_("needs a room"), default=True)
    is_fixed = models.BooleanField(_("stays where it is"), default=False)
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name=_("must come after")
    )
    version = models.PositiveIntegerField(default=1)
    """Counts changes, so that a stale form or a stale drop is noticed."""
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("agenda item")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind"),
            models.CheckConstraint(condition=Q(minutes__gte=5) & Q(minutes__lte=1440), name="item_minutes"),
            models.CheckConstraint(condition=Q(phase="") | Q(phase__in=Phase.values), name="item_phase"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="item_position"),
            models.CheckConstraint(
                condition=Q(session=None, starts_at=None, room=None)
                | Q(session__isnull=False, starts_at__isnull=False),
                name="item_placed_or_in_the_tray",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assembly", "session", "starts_at"], name="item_by_session")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_placed(self) -> bool:
        """Whether it stands in a session."""
        return self.session_id is not None

    @property
    def ends_at(self) -> datetime | None:
        """Return when it ends, None in the tray."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


class Slot(models.Model):
    """Somebody's part in an agenda item."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="slots")
    person = models.ForeignKey(Person, models.PROTECT, related_name="slots")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)

    class Meta:
        verbose_name = _("part in the programme")
        ordering: ClassVar = ["part", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="slot_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="slot_part"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.item}"


class PersonTime(models.Model):
    """A span in which somebody is free or not. Without any free span somebody counts as free at all times."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="times")
    openness = models.CharField(max_length=6, choices=Openness.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("time of a person")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="person_time_forward"),
            models.CheckConstraint(condition=Q(openness__in=Openness.values), name="person_time_openness"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts_at:%Y-%m-%d %H:%M}"


class AcceptedClash(models.Model):
    """A clash that somebody saw and lets stand, with the reason. Its key changes when the clash does."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="accepted_clashes")
    key = models.CharField(max_length=200)
    reason = models.CharField(_("why it may stand"), max_length=300)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("accepted clash")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "key"], name="accepted_clash_once"),
        ]

    def __str__(self) -> str:
        return self.key


class PlanChange(models.Model):
    """One act on the programme that can be undone: where its items stood before and after."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="plan_changes")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=20)
    """What was done: "place", "tray", "shift", "copy", "automatic"."""
    before = models.JSONField()
    """Key of the item → [session, room, starts_at in ISO 8601, minutes], or None where it did not exist."""
    after = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of the programme")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="plan_change_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.verb} {self.number}"
