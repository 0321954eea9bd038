"""The choices of recommendations and votes, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecommendationState(models.TextChoices):
    """The lifecycle of a recommendation."""

    IDEA = "idea", _("Idea")
    DRAFTED = "drafted", _("Drafted")
    UNDER_AMENDMENT = "under_amendment", _("Under amendment")
    FROZEN = "frozen", _("Frozen")
    BALLOTED = "balloted", _("Voted on")
    ADOPTED = "adopted", _("Adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUBMITTED = "submitted", _("Submitted")
    RESPONDED = "responded", _("Answered")
    IN_FOLLOW_UP = "in_follow_up", _("In follow-up")
    CLOSED = "closed", _("Closed")


RECOMMENDATION_TONES = {
    RecommendationState.DRAFTED: "active",
    RecommendationState.UNDER_AMENDMENT: "active",
    RecommendationState.FROZEN: "active",
    RecommendationState.BALLOTED: "active",
    RecommendationState.ADOPTED: "good",
    RecommendationState.NOT_ADOPTED: "bad",
    RecommendationState.SUBMITTED: "active",
    RecommendationState.RESPONDED: "good",
    RecommendationState.IN_FOLLOW_UP: "active",
    RecommendationState.CLOSED: "good",
}
OPEN_TO_CHANGE = (
    RecommendationState.IDEA,
    RecommendationState.DRAFTED,
    RecommendationState.UNDER_AMENDMENT,
)
"""The states in which the text may change."""
HANDED_OVER = (
    RecommendationState.SUBMITTED,
    RecommendationState.RESPONDED,
    RecommendationState.IN_FOLLOW_UP,
    RecommendationState.CLOSED,
)
"""The states after the report: what the public sees, and what an answer is owed to."""


class AmendmentState(models.TextChoices):
    """The lifecycle of an amendment."""

    PROPOSED = "proposed", pgettext_lazy("amendment", "Proposed")
    DISCUSSED = "discussed", pgettext_lazy("amendment", "Discussed")
    ADOPTED = "adopted", pgettext_lazy("amendment", "Adopted")
    NOT_ADOPTED = "not_adopted", pgettext_lazy("amendment", "Not adopted")
    WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "Withdrawn")


AMENDMENT_TONES = {
    AmendmentState.PROPOSED: "warn",
    AmendmentState.DISCUSSED: "active",
    AmendmentState.ADOPTED: "good",
    AmendmentState.NOT_ADOPTED: "bad",
}


class BallotMethod(models.TextChoices):
    """How votes are given."""

    ROOM = "room", _("In the room, and counted there")
    SECRET = "secret", _("Secret, with one-time codes")


class VotingWay(models.TextChoices):
    """How somebody takes their turn in a secret ballot."""

    OWN = "own", _("Took a code, signed in")
    DESK = "desk", _("Was given a code at the desk")
    SLIP = "slip", _("Drew a sealed slip")
    PAPER = "paper", _("Took a ballot paper")


class BallotState(models.TextChoices):
    """The lifecycle of a ballot."""

    DESIGNED = "designed", _("Designed")
    SHOWN_AS_DRAFT = "shown_as_draft", _("Shown as a draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    COUNTED = "counted", _("Counted")
    VERIFIED = "verified", _("Verified")
    PUBLISHED = "published", _("Published")
    VOID = "void", pgettext_lazy("ballot", "Void")


BALLOT_TONES = {
    BallotState.SHOWN_AS_DRAFT: "active",
    BallotState.OPEN: "active",
    BallotState.CLOSED: "active",
    BallotState.COUNTED: "warn",
    BallotState.VERIFIED: "good",
    BallotState.PUBLISHED: "good",
    BallotState.VOID: "bad",
}


class QuestionKind(models.TextChoices):
    """What is asked."""

    YES_NO = "yes_no", _("For or against")
    SCALE = "scale", _("Support scale")
    RANKED = "ranked", _("Ranked options")


class Denominator(models.TextChoices):
    """Of what number a share is reckoned."""

    ELIGIBLE = "eligible", _("All who may vote, present or not")
    PRESENT = "present", _("All who are present")
    CAST = "cast", _("All votes handed in, blank and spoiled ones too")
    EXPRESSED = "expressed", _("Votes that say something: see abstentions and blanks")


class RankedMethod(models.TextChoices):
    """How rankings are counted."""

    RUNOFF = "runoff", _("Instant run-off: the weakest option goes, its votes move on")
    BORDA = "borda", _("Points by rank (Borda)")


class RulePreset(models.TextChoices):
    """Decision rules that assemblies have used."""

    MAJORITY_PRESENT = "majority_present", _("More than half of those present")
    FOUR_POINTS = (
        "four_points",
        _("Four-point scale: over 75 % agree is strong support, over 50 % is support"),
    )
    FOUR_FIFTHS = "four_fifths", _("At least four fifths of the votes")
    EIGHTY_WITH_MINORITY = "eighty_with_minority", _("At least 80 %, with minority statements")
    RANKED = "ranked", _("Ranked options, instant run-off")
    OWN = "own", _("A rule of our own")


class Outcome(models.TextChoices):
    """What a rule makes of a count."""

    STRONGLY_SUPPORTED = "strongly_supported", _("Strongly supported")
    ADOPTED = "adopted", _("Adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    NO_QUORUM = "no_quorum", _("Too few were present")
    ORDERED = "ordered", _("Put in order")
    TIED = "tied", _("Tied")


class MinorityState(models.TextChoices):
    """Where a minority statement stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MINORITY_TONES = {MinorityState.DRAFT: "active", MinorityState.PUBLISHED: "good"}
