"""Who was at which half of a session, every change of that, who said beforehand that they cannot come, and alerts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from scheduling.enums import Half
from scheduling.enums_attendance import (
    PRESENCE_SLOTS,
    PRESENCE_TONES,
    AbsenceReason,
    AbsenceWay,
    AlertKind,
    CaughtUp,
    Presence,
    Way,
)
from scheduling.models.sessions import Session


class Attendance(models.Model):
    """How one person took part in one half of a session, as it stands now."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    half = models.CharField(_("half"), max_length=6, choices=Half.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    state = models.CharField(_("state"), max_length=8, choices=Presence.choices)
    caught_up = models.CharField(_("caught up"), max_length=10, choices=CaughtUp.choices, blank=True)
    """How they made good what they had missed; blank: they have not."""
    how = models.CharField(_("noted"), max_length=5, choices=Way.choices)
    version = models.PositiveIntegerField(default=0)
    """Counts changes, so that a tap knows whether it saw what stands."""
    tapped_at = models.DateTimeField()
    """When somebody pressed, reckoned by our own clock."""
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attendance")
        ordering: ClassVar = ["session", "half", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "half", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(half__in=Half.values), name="attendance_half"),
            models.CheckConstraint(condition=Q(state__in=Presence.values), name="attendance_state"),
            models.CheckConstraint(condition=Q(how__in=Way.values), name="attendance_way"),
            models.CheckConstraint(
                condition=Q(caught_up="")
                | Q(caught_up__in=CaughtUp.values, state__in=(Presence.EXCUSED, Presence.ABSENT)),
                name="attendance_caught_up_after_absence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.session}, {self.get_half_display()}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return PRESENCE_TONES[Presence(self.state)]

    @property
    def slot(self) -> str:
        """Return the state of the slot that draws it."""
        return PRESENCE_SLOTS[Presence(self.state)]


class AttendanceChange(models.Model):
    """One tap, applied or not. It stays; a tap that is sent twice is found again by its `client_id`."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="changes")
    client_id = models.UUIDField(unique=True)
    before = models.CharField(max_length=8, choices=Presence.choices, blank=True)
    after = models.CharField(max_length=8, choices=Presence.choices)
    caught_up = models.CharField(max_length=10, choices=CaughtUp.choices, blank=True)
    how = models.CharField(max_length=5, choices=Way.choices)
    sheet = models.CharField(_("sheet"), max_length=80, blank=True)
    """Which paper it was entered from."""
    is_applied = models.BooleanField(default=True)
    """False: somebody had noted something later than this tap, before it arrived."""
    version = models.PositiveIntegerField()
    """That of the attendance after it."""
    tapped_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("change of attendance")
        ordering: ClassVar = ["noted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.after}"


class Absence(models.Model):
    """Somebody said that they cannot come. Why is theirs to say or not."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    half = models.CharField(_("for"), max_length=6, choices=Half.choices, blank=True)
    """Blank: the whole session."""
    reason = models.CharField(_("reason"), max_length=8, choices=AbsenceReason.choices, blank=True)
    how = models.CharField(_("how they said it"), max_length=10, choices=AbsenceWay.choices)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    """Who entered it."""
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("absence said beforehand")
        ordering: ClassVar = ["session", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="absence_once"),
            models.CheckConstraint(condition=Q(half="") | Q(half__in=Half.values), name="absence_half"),
            models.CheckConstraint(condition=Q(how__in=AbsenceWay.values), name="absence_way"),
        ]

    def __str__(self) -> str:
        return _now("%(person)s cannot come to %(session)s") % {
            "person": self.person,
            "session": self.session,
        }

    def covers(self, half: str) -> bool:
        """Whether it was said of this half."""
        return self.taken_back_at is None and self.half in ("", half)


class AttendanceAlert(models.Model):
    """Somebody missed so much that they should be spoken to: raised once for each session that made it so."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="attendance_alerts")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance_alerts")
    kind = models.CharField(max_length=8, choices=AlertKind.choices)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None although settled: it was no longer true, because a sheet came in or they caught up."""

    class Meta:
        verbose_name = _("attendance alert")
        ordering: ClassVar = ["raised_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "session"], name="attendance_alert_once"),
            models.CheckConstraint(condition=Q(kind__in=AlertKind.values), name="attendance_alert_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
