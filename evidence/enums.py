"""The choices of evidence, in the glossary's words. Where somebody stands is scheduling's `Position`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WitnessState(models.TextChoices):
    """The lifecycle of a witness."""

    PROPOSED = "proposed", _("Proposed")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    BRIEFED = "briefed", _("Briefed")
    HEARD = "heard", _("Heard")
    FOLLOWED_UP = "followed_up", _("Followed up")
    NOT_CHOSEN = "not_chosen", _("Not chosen")


WITNESS_TONES = {
    WitnessState.PROPOSED: "warn",
    WitnessState.SHORTLISTED: "active",
    WitnessState.INVITED: "active",
    WitnessState.ACCEPTED: "good",
    WitnessState.BRIEFED: "good",
    WitnessState.HEARD: "good",
    WitnessState.FOLLOWED_UP: "good",
}
COMING = (WitnessState.ACCEPTED, WitnessState.BRIEFED, WitnessState.HEARD, WitnessState.FOLLOWED_UP)
"""The states of witnesses who give evidence, or gave it: whom the balance counts."""


class WitnessKind(models.TextChoices):
    """Out of what somebody speaks."""

    EXPERT = "expert", _("Technical expert")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    LIVED = "lived", _("Person with lived experience")
    AUTHORITY = "authority", _("Speaks for an authority")


class OrganisationKind(models.TextChoices):
    """For what kind of body somebody works or speaks."""

    NONE = "none", _("None: speaks for themselves")
    UNIVERSITY = "university", _("University or institute")
    PUBLIC = "public", _("Public body")
    BUSINESS = "business", _("Business or its association")
    CIVIL = "civil", _("Charity, union or campaign")
    MEDIA = "media", _("Media")


class Gender(models.TextChoices):
    """As somebody says of themselves; blank where nobody asked."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    ANOTHER = "another", _("Another")


class ProposedBy(models.TextChoices):
    """Who thought of a witness."""

    ORGANISER = "organiser", _("The team")
    ADVISORY = "advisory", _("The advisory group")
    MEMBER = "member", _("A member")
    PUBLIC = "public", _("The public")


class Way(models.TextChoices):
    """How something came to the team, or was said."""

    ONLINE = "online", _("Online, by themselves")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")
    PERSON = "person", _("In person")
    EMAIL = "email", _("By e-mail")


class ReleaseScope(models.TextChoices):
    """What a witness agrees to have made public."""

    NAME = "name", _("Name and organisation")
    MATERIAL = "material", _("Slides and papers")
    RECORDING = "recording", _("Recording of picture and sound")
    ANSWERS = "answers", _("Written answers to members’ questions")


class ItemKind(models.TextChoices):
    """What an evidence item is."""

    PAPER = "paper", _("Paper")
    SLIDES = "slides", _("Slides of a talk")
    VIDEO = "video", _("Video or sound")
    LINK = "link", _("Page elsewhere")
    TEXT = "text", _("Text")
    TESTIMONY = "testimony", _("Testimony")


class ItemState(models.TextChoices):
    """The lifecycle of an evidence item."""

    REQUESTED = "requested", _("Requested")
    SUBMITTED = "submitted", _("Submitted")
    BALANCE_REVIEW = "balance_review", _("Balance review")
    PLAIN_LANGUAGE = "plain_language_edit", _("Plain-language edit")
    APPROVED = "approved", _("Approved")
    RELEASED = "released_to_members", _("Released to members")
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ITEM_TONES = {
    ItemState.REQUESTED: "warn",
    ItemState.SUBMITTED: "active",
    ItemState.BALANCE_REVIEW: "active",
    ItemState.PLAIN_LANGUAGE: "active",
    ItemState.APPROVED: "good",
    ItemState.RELEASED: "good",
    ItemState.PUBLISHED: "good",
    ItemState.CORRECTED: "good",
}
READABLE = (ItemState.RELEASED, ItemState.PUBLISHED, ItemState.CORRECTED)
"""The states in which members read an item; of a withdrawn one they read that it is, and why."""


class FormatKind(models.TextChoices):
    """In which other form the same content is at hand."""

    LARGE_PRINT = "large_print", _("Large print")
    EASY_READ = "easy_read", _("Easy read")
    TRANSLATION = "translation", _("Translation")
    AUDIO = "audio", _("Sound recording")
    SIGN = "sign", _("Sign language")
    TRANSCRIPT = "transcript", _("Transcript or captions")


class Verdict(models.TextChoices):
    """What a reviewer finds of one version."""

    FIT = "fit", _("Balanced and accurate")
    CHANGE = "change", _("Needs changes")
    UNFIT = "unfit", _("Should not be shown")


class ScanState(models.TextChoices):
    """What the look for malware found; only clean files are served, unless nothing looks."""

    NOT_LOOKED = "not_looked", _("Nothing looks for malware")
    CLEAN = "clean", _("Nothing found")


class PackPrint(models.TextChoices):
    """How large a pack is printed."""

    NORMAL = "normal", _("Normal print")
    LARGE = "large", _("Large print")


class PackWay(models.TextChoices):
    """How a member gets packs."""

    ONLINE = "online", _("On a screen")
    PAPER = "paper", _("On paper")
    BOTH = "both", _("On a screen and on paper")


class QuestionState(models.TextChoices):
    """The lifecycle of a member's question."""

    ASKED = "asked", _("Asked")
    MERGED = "merged", _("Put together with another")
    ASSIGNED = "assigned", _("With a witness")
    ANSWERED = "answered", _("Answered")
    ACCEPTED = "accepted", _("Answer accepted")
    REOPENED = "reopened", _("Asked again")
    SET_ASIDE = "set_aside", _("Set aside")


QUESTION_TONES = {
    QuestionState.ASKED: "warn",
    QuestionState.ASSIGNED: "active",
    QuestionState.ANSWERED: "active",
    QuestionState.ACCEPTED: "good",
    QuestionState.REOPENED: "warn",
}


class CallState(models.TextChoices):
    """The lifecycle of an open call for submissions."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


CALL_TONES = {CallState.DRAFT: "warn", CallState.OPEN: "active", CallState.CLOSED: ""}


class SubmissionState(models.TextChoices):
    """Where a submission stands."""

    RECEIVED = "received", _("Received")
    TAKEN_UP = "taken_up", _("Taken up as evidence")
    NOT_TAKEN_UP = "not_taken_up", _("Not taken up")
    WITHDRAWN = "withdrawn", _("Taken back by its author")


SUBMISSION_TONES = {
    SubmissionState.RECEIVED: "warn",
    SubmissionState.TAKEN_UP: "good",
}


class ReceiptState(models.TextChoices):
    """How far the message has come that tells somebody that what they sent has come."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
