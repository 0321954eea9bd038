"""The choices of sessions, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """What members do in a session, in the order of the process: learning comes before deciding."""

    LEARNING = "learning", _("Learning")
    DELIBERATION = "deliberation", _("Deliberation")
    DECISION = "decision", _("Decision")


PHASE_ORDER = {phase: place for place, phase in enumerate(Phase, start=1)}
"""Phase → its place in the process, from 1."""


class SessionState(models.TextChoices):
    """The lifecycle of a session."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "programme_published", _("Programme published")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    MATERIALS = "materials_published", _("Materials published")


SESSION_TONES = {
    SessionState.DRAFT: "warn",
    SessionState.PUBLISHED: "active",
    SessionState.OPEN: "active",
    SessionState.CLOSED: "good",
    SessionState.MATERIALS: "good",
}


class ItemKind(models.TextChoices):
    """What happens in one slot of a programme; the values are those of the timetable's `data-kind`."""

    TALK = "talk", _("Talk")
    QUESTIONS = "questions", _("Questions")
    TABLE_WORK = "table_work", _("Table work")
    PLENARY = "plenary", _("Plenary")
    BREAK = "break", _("Break")
    INTERNAL = "internal", _("Internal")


FOR_EVERYBODY = (ItemKind.PLENARY, ItemKind.BREAK, ItemKind.TABLE_WORK)
"""Kinds at which all members are expected unless somebody says how many."""


class Part(models.TextChoices):
    """What somebody does in an agenda item."""

    SPEAKER = "speaker", _("Speaks")
    LEAD = "lead", _("Leads")
    FACILITATOR = "facilitator", _("Facilitates")
    INTERPRETER = "interpreter", _("Interprets")
    TECHNICIAN = "technician", _("Looks after the technology")
    SUPPORT = "support", _("Helps")


class Position(models.TextChoices):
    """Where somebody stands on the question: a plain value, so that sessions can be balanced."""

    NONE = "", _("Not said")
    FOR = "for", _("In favour")
    AGAINST = "against", _("Against")
    NEUTRAL = "neutral", _("Neutral")


class Openness(models.TextChoices):
    """What a span of time says of a person or a room."""

    FREE = "free", _("Free")
    TAKEN = "taken", _("Not free")


class Half(models.TextChoices):
    """The parts of a session for which attendance is noted apart."""

    FIRST = "first", _("First half")
    SECOND = "second", _("Second half")


class PlacementState(models.TextChoices):
    """Where an automatic placement stands."""

    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("Working")
    PROPOSED = "proposed", _("Proposed")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


PLACEMENT_TONES = {
    PlacementState.PENDING: "active",
    PlacementState.RUNNING: "active",
    PlacementState.PROPOSED: "warn",
    PlacementState.APPLIED: "good",
    PlacementState.DISCARDED: "plain",
    PlacementState.FAILED: "bad",
    PlacementState.CANCELLED: "plain",
}
