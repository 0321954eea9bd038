"""The choices of the ground floor, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssemblyState(models.TextChoices):
    """Where the whole process stands: a headline; the stages have their own states."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    RECRUITING = "recruiting", _("Recruiting")
    SELECTING = "selecting", _("Selecting")
    ONBOARDING = "onboarding", _("Onboarding")
    LEARNING = "learning", _("Learning")
    DELIBERATING = "deliberating", _("Deliberating")
    DECIDING = "deciding", _("Deciding")
    REPORTED = "reported", _("Reported")
    AWAITING_RESPONSE = "awaiting_response", _("Awaiting response")
    FOLLOW_UP = "follow_up", _("Follow-up")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    PAUSED = "paused", _("Paused")
    CANCELLED = "cancelled", _("Cancelled")


# The tone of a state's badge: "" set aside or not begun, good reached, warn needs care; any other is at work.
ASSEMBLY_TONES = {
    AssemblyState.DRAFT: "",
    AssemblyState.REPORTED: "good",
    AssemblyState.CLOSED: "good",
    AssemblyState.ARCHIVED: "",
    AssemblyState.PAUSED: "warn",
    AssemblyState.CANCELLED: "",
}


class Role(models.TextChoices):
    """What somebody is to one assembly. `assembly/permissions.py` says what each may do."""

    ORGANISER = "organiser", _("Organiser")
    SESSION_STAFF = "session_staff", _("Session staff")
    CALLER = "caller", _("Caller")
    FACILITATOR = "facilitator", _("Facilitator")
    MEMBER = "member", _("Member")
    WITNESS = "witness", _("Witness")
    OFFICIAL = "official", _("Official")
    RESPONSE_APPROVER = "response_approver", _("Response approver")
    ADVISORY_GROUP = "advisory_group", _("Advisory group member")
    OBSERVER = "observer", _("Observer")
    AUDITOR = "auditor", _("Auditor")


class StageState(models.TextChoices):
    """How far one stage of an assembly is; the values are those of the `.slot` shape."""

    TODO = "todo", _("Not begun")
    ACTIVE = "active", _("Under way")
    DONE = "done", _("Done")


class IncidentKind(models.TextChoices):
    """What an incident is closest to."""

    SAFETY = "safety", _("Somebody was hurt or unwell")
    SAFEGUARDING = "safeguarding", _("Somebody who needs protection was at risk")
    CONDUCT = "conduct", _("Bullying, harassment or threats")
    PRIVACY = "privacy", _("Personal data went astray")
    INFLUENCE = "influence", _("Somebody tried to influence members")
    COMPLAINT = "complaint", _("A complaint about how the assembly is run")
    OTHER = "other", _("Something else")


class IncidentState(models.TextChoices):
    """Where an incident stands."""

    REPORTED = "reported", _("Reported")
    LOOKED_INTO = "looked_into", _("Looked into")
    CLOSED = "closed", _("Closed")


INCIDENT_TONES = {
    IncidentState.REPORTED: "warn",
    IncidentState.LOOKED_INTO: "active",
    IncidentState.CLOSED: "",
}


class PublicationState(models.TextChoices):
    """Where something stands that was promised to the public."""

    PROMISED = "promised", _("Promised")
    DELIVERED = "delivered", _("Out")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MessageChannel(models.TextChoices):
    """How a message reaches somebody."""

    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    SMS = "sms", _("Text message")
    NONE = "none", _("No address")


class MailingChannel(models.TextChoices):
    """By which way a mailing goes out, chosen when it is written."""

    PREFERRED = "preferred", _("By e-mail, and by letter to people without e-mail")
    EMAIL = "email", _("By e-mail only")
    LETTER = "letter", _("By letter only")
    SMS = "sms", _("By text message only")


class MailingState(models.TextChoices):
    """Where a mailing stands. What became of each message stands on the message."""

    DRAFT = "draft", _("To be reviewed")
    APPROVED = "approved", _("Approved")
    CANCELLED = "cancelled", _("Cancelled")


MAILING_TONES = {MailingState.DRAFT: "warn", MailingState.APPROVED: "good", MailingState.CANCELLED: ""}


class ReminderState(models.TextChoices):
    """Where a reminder stands. What was written for which date stands beside it."""

    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


REMINDER_TONES = {ReminderState.PLANNED: "active", ReminderState.CANCELLED: ""}


class MessageState(models.TextChoices):
    """Where one message stands. Of an unknown one nobody knows whether it left: a person decides.

    One that is unreached was written to somebody who has no address for the mailing's way, and goes nowhere.
    """

    DRAFT = "draft", _("To be reviewed")
    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Not known")
    CANCELLED = "cancelled", _("Cancelled")
    UNREACHED = "unreached", _("Not reached")


LETTER_STATES = {MessageState.PENDING: _("To be posted"), MessageState.SENT: _("Posted")}
"""What two of the states are called where the message is a letter."""
MESSAGE_TONES = {
    MessageState.PENDING: "active",
    MessageState.SENDING: "active",
    MessageState.SENT: "good",
    MessageState.FAILED: "bad",
    MessageState.UNKNOWN: "warn",
    MessageState.UNREACHED: "warn",
}


class PersonKind(models.TextChoices):
    """As what somebody stands in a programme."""

    MEMBER = "member", _("Member")
    STAFF = "staff", _("Staff")
    FACILITATOR = "facilitator", _("Facilitator")
    WITNESS = "witness", _("Witness")
    GUEST = "guest", _("Guest")


class AccessFeature(models.TextChoices):
    """What a room can have and somebody can need, so that one can be held against the other."""

    STEP_FREE = "step_free", _("Step-free way in")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet nearby")
    QUIET_ROOM = "quiet_room", _("Quiet room nearby")
    DAYLIGHT = "daylight", _("Daylight and good light to read lips")
    SPACE_TO_TURN = "space_to_turn", _("Space for a wheelchair at the table")
    NO_FLICKER = "no_flicker", _("No flickering light")
