"""The choices of formal responses and commitments, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DuePreset(models.TextChoices):
    """By when an answer is due, as parliaments and governments have it."""

    SCOTLAND = "scotland", _("6 months (Scotland, by law)")
    UK_COMMITTEES = "uk_committees", _("2 months (select committees of the United Kingdom)")
    CANADA_PETITIONS = "canada_petitions", _("45 days (petitions in Canada)")
    CANADA_COMMITTEES = "canada_committees", _("120 days (committees of Canada’s House of Commons)")
    CANADA_SENATE = "canada_senate", _("150 days (committees of Canada’s Senate)")
    QUEENSLAND = "queensland", _("30 days (petitions in Queensland)")
    OWN = "own", _("As the remit promises")


class DueUnit(models.TextChoices):
    """In what the time for an answer is reckoned."""

    DAYS = "days", _("days")
    MONTHS = "months", _("months")


class PublishMode(models.TextChoices):
    """Whether answers come one by one."""

    TOGETHER = "together", _("All together, on one day")
    ONE_BY_ONE = "one_by_one", _("One by one, as they are cleared")


class BodyPart(models.TextChoices):
    """What a body has to do with a recommendation."""

    LEAD = "lead", _("Lead")
    SUPPORTING = "supporting", _("Supporting")


class ResponseState(models.TextChoices):
    """The lifecycle of a formal response. Being late, and an interim answer, are facts beside it."""

    DUE = "due", _("Due")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    DRAFTING = "drafting", _("Being drafted")
    CLEARED = "cleared", _("Cleared")
    PUBLISHED = "published", _("Published")
    CLARIFICATION_REQUESTED = "clarification_requested", _("Clarification requested")
    REVISED = "revised", _("Revised")


RESPONSE_TONES = {
    ResponseState.ACKNOWLEDGED: "active",
    ResponseState.DRAFTING: "active",
    ResponseState.CLEARED: "active",
    ResponseState.PUBLISHED: "good",
    ResponseState.CLARIFICATION_REQUESTED: "warn",
    ResponseState.REVISED: "good",
}
UNANSWERED = (
    ResponseState.DUE,
    ResponseState.ACKNOWLEDGED,
    ResponseState.DRAFTING,
    ResponseState.CLEARED,
)
"""The states in which an answer is owed."""


class Decision(models.TextChoices):
    """What the authority decides about a recommendation."""

    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_IN_PRINCIPLE = "accepted_in_principle", _("Accepted in principle")
    ACCEPTED_IN_PART = "accepted_in_part", _("Accepted in part")
    ALREADY_UNDER_WAY = "already_under_way", _("Already under way")
    UNDER_FURTHER_CONSIDERATION = "under_further_consideration", _("Under further consideration")
    REFERRED = "referred", _("Referred")
    NOTED = "noted", _("Noted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


DECISION_TONES = {
    Decision.ACCEPTED: "good",
    Decision.ACCEPTED_IN_PRINCIPLE: "good",
    Decision.ACCEPTED_IN_PART: "good",
    Decision.ALREADY_UNDER_WAY: "good",
    Decision.UNDER_FURTHER_CONSIDERATION: "warn",
    Decision.REFERRED: "warn",
    Decision.NOTED: "",
    Decision.NOT_ACCEPTED: "bad",
}
NOT_SUBSTANTIVE = (Decision.NOTED,)
"""Decisions that count as no real answer."""


class ExtensionState(models.TextChoices):
    """Where a wish for more time stands."""

    ASKED = "asked", _("Asked for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


EXTENSION_TONES = {
    ExtensionState.ASKED: "warn",
    ExtensionState.GRANTED: "good",
    ExtensionState.REFUSED: "bad",
}


class CommitmentState(models.TextChoices):
    """The lifecycle of a commitment."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DELIVERED = "delivered", _("Delivered")
    PARTIALLY_DELIVERED = "partially_delivered", _("Partly delivered")
    DELAYED = "delayed", _("Delayed")
    SUPERSEDED = "superseded", _("Superseded")
    ABANDONED = "abandoned", _("Abandoned")


COMMITMENT_TONES = {
    CommitmentState.IN_PROGRESS: "active",
    CommitmentState.DELIVERED: "good",
    CommitmentState.PARTIALLY_DELIVERED: "warn",
    CommitmentState.DELAYED: "warn",
    CommitmentState.ABANDONED: "bad",
}
STILL_OWED = (CommitmentState.PLANNED, CommitmentState.IN_PROGRESS, CommitmentState.DELAYED)
"""The states in which something has yet to be done, and reports are expected."""


class VerificationState(models.TextChoices):
    """Whether what was reported is shown to be so."""

    UNVERIFIED = "unverified", _("Not verified")
    EVIDENCE_SUPPLIED = "evidence_supplied", _("Evidence supplied")
    CONFIRMED = "confirmed", _("Confirmed")
    DISPUTED = "disputed", _("Disputed")


VERIFICATION_TONES = {
    VerificationState.EVIDENCE_SUPPLIED: "active",
    VerificationState.CONFIRMED: "good",
    VerificationState.DISPUTED: "bad",
}


class ProofKind(models.TextChoices):
    """What an entry on verification does."""

    EVIDENCE = "evidence", _("Evidence")
    CONFIRMATION = "confirmation", _("Confirmation")
    DISPUTE = "dispute", _("Dispute")


class ConcernKind(models.TextChoices):
    """What members say back to an answer."""

    CLARIFICATION = "clarification", _("Request for clarification")
    DISAGREEMENT = "disagreement", _("Disagreement")


class ConcernState(models.TextChoices):
    """Where a concern stands."""

    RAISED = "raised", _("Raised")
    PASSED_ON = "passed_on", _("Passed on to the authority")
    ANSWERED = "answered", _("Answered")
    SET_ASIDE = "set_aside", _("Set aside")


CONCERN_TONES = {
    ConcernState.RAISED: "warn",
    ConcernState.PASSED_ON: "active",
    ConcernState.ANSWERED: "good",
}


class NoticeKind(models.TextChoices):
    """The steps by which a body is reminded of an answer, from a month before to the public list."""

    MONTH_BEFORE = "month_before", _("A month before")
    FORTNIGHT_BEFORE = "fortnight_before", _("Two weeks before")
    WEEK_BEFORE = "week_before", _("A week before")
    DUE_TODAY = "due_today", _("On the day")
    LATE_TO_SUPERIOR = "late_to_superior", _("A week late: to the head of the body")
    LATE_TO_AUTHORITY = "late_to_authority", _("A month late: to the commissioning authority")
