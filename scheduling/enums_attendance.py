"""The choices of attendance, and the one place that says what counts as having been there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from scheduling.enums import SessionState


class Presence(models.TextChoices):
    """How somebody took part in a half of a session."""

    PRESENT = "present", _("Present")
    PARTIAL = "partial", _("Partly there")
    REMOTE = "remote", _("Took part from afar")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


PRESENCE_TONES = {
    Presence.PRESENT: "good",
    Presence.PARTIAL: "good",
    Presence.REMOTE: "good",
    Presence.EXCUSED: "warn",
    Presence.ABSENT: "bad",
}

PRESENCE_SLOTS = {
    Presence.PRESENT: "done",
    Presence.PARTIAL: "active",
    Presence.REMOTE: "done",
    Presence.EXCUSED: "vacant",
    Presence.ABSENT: "late",
}

ATTENDED = frozenset({Presence.PRESENT, Presence.PARTIAL, Presence.REMOTE})
"""What counts as attended. Catching up afterwards is learning, not attendance: it ends no absence, but its alert."""

NOTABLE = frozenset({SessionState.OPEN, SessionState.CLOSED, SessionState.MATERIALS})
"""States of a session in which attendance is noted: sheets come in late, but never before the doors open."""

OVER = frozenset({SessionState.CLOSED, SessionState.MATERIALS})
"""States of a session in which what was noted stands, so that absences count."""


def is_attended(state: str) -> bool:
    """Whether this counts as having been there."""
    return state in ATTENDED


def is_missed(state: str, *, caught_up: bool) -> bool:
    """Whether somebody missed what happened, also by now: neither there nor caught up. Nothing noted is no absence."""
    return bool(state) and state not in ATTENDED and not caught_up


class Way(models.TextChoices):
    """How it came to be noted."""

    LIST = "list", _("on the list")
    QR = "qr", _("by code")
    PAPER = "paper", _("from a signed sheet")
    SELF = "self", _("by themselves")
    PHONE = "phone", _("on the phone")


class CaughtUp(models.TextChoices):
    """How somebody made good what they had missed."""

    RECORDING = "recording", _("Watched the recording")
    CALL = "call", _("Spoke with a facilitator")
    OTHER = "other", _("In another way")


class AbsenceReason(models.TextChoices):
    """Why somebody cannot come, as far as they wish to say."""

    UNSAID = "", _("Not said")
    ILLNESS = "illness", _("Illness")
    CARE = "care", _("Caring for somebody")
    WORK = "work", _("Work")
    TRAVEL = "travel", _("Travel")
    OTHER = "other", _("Something else")


class AbsenceWay(models.TextChoices):
    """How an absence was said."""

    SELF = "self", _("on their own page")
    PHONE = "phone", _("on the phone")
    LETTER = "letter", _("in writing")
    IN_PERSON = "in_person", _("in person")


class AlertKind(models.TextChoices):
    """Why somebody should be spoken to."""

    HALVES = "halves", _("Missed two half-days in a row")
    SESSIONS = "sessions", _("Missed two sessions")
