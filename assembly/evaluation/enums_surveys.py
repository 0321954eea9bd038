"""The choices of survey waves and welfare calls, in the glossary's words."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

LIMIT: Final = 5
"""Results of fewer answers than this are shown to nobody: they would come close to saying who said what."""


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("A number on a scale")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several answers")
    TEXT = "text", _("In one’s own words")


class SurveyMoment(models.TextChoices):
    """When members are asked."""

    BEFORE = "before", _("Before the first session")
    AFTER_SESSION = "after_session", _("After a session")
    END = "end", _("At the end")
    AFTER_RESPONSE = "after_response", _("After the authority’s response")


class WaveState(models.TextChoices):
    """Where a survey wave stands."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WAVE_TONES = {
    WaveState.PLANNED: "",
    WaveState.OPEN: "active",
    WaveState.CLOSED: "warn",
    WaveState.PUBLISHED: "good",
    WaveState.WITHDRAWN: "",
}
COUNTED: Final = (WaveState.CLOSED, WaveState.PUBLISHED)
"""The states in which there are results."""


class TurnState(models.TextChoices):
    """Whether somebody who was asked has answered; never what."""

    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Does not want to answer")


class SurveyChannel(models.TextChoices):
    """By which way answers came."""

    LINK = "link", _("By their link or code")
    ACCOUNT = "account", _("Signed in")
    TABLET = "tablet", _("On a tablet in the hall")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")


STAFF_CHANNELS: Final = (SurveyChannel.PAPER, SurveyChannel.PHONE)
"""What somebody of the team types in: also after the last day, for as long as the wave is open."""


class WelfareState(models.TextChoices):
    """Where a welfare call stands."""

    DUE = "due", _("To be called")
    NOT_REACHED = "not_reached", _("Not reached yet")
    REACHED = "reached", _("Reached")
    DONE = "done", _("Done")
    DECLINED_HELP = "declined_help", _("Wants no help")


WELFARE_TONES = {
    WelfareState.DUE: "warn",
    WelfareState.NOT_REACHED: "warn",
    WelfareState.REACHED: "active",
    WelfareState.DONE: "good",
    WelfareState.DECLINED_HELP: "",
}
OPEN_CALLS: Final = (WelfareState.DUE, WelfareState.NOT_REACHED, WelfareState.REACHED)


class WelfareOutcome(models.TextChoices):
    """What came of one call; the values are the verbs of the lifecycle."""

    REACH = "reach", _("Reached: we talk again, or arrange something")
    MISS = "miss", _("Not reached: try again")
    FINISH = "finish", _("Done: nothing more is needed from us")
    DECLINE_HELP = "decline_help", _("Wants no help and no more calls")


class Measure(models.TextChoices):
    """What a question of a set measures, as files name it; nothing where it is like no other."""

    SATISFACTION = "satisfaction", _("Satisfaction")
    INFORMED = "informed", _("Feeling informed")
    HEARD = "heard", _("Feeling heard")
    CONSIDERED_LEAVING = "considered_leaving", _("Considered leaving")
    AUTHENTICITY = "authenticity", _("Authenticity")
    SCRUTINY = "scrutiny", _("Scrutiny")
    VALUING_VOICES = "valuing_voices", _("Valuing voices")
    CO_CREATING = "co_creating", _("Creating together")
    EMPATHY = "empathy", _("Empathy")
    RESPONSE_HEARD = "response_heard", _("The response took the recommendations seriously")
    WOULD_AGAIN = "would_again", _("Would take part again")
    TRUST = "trust", _("Trust in the authority")
    OTHER = "other", _("Something else")


BEHAVIOURS: Final = (
    Measure.AUTHENTICITY,
    Measure.SCRUTINY,
    Measure.VALUING_VOICES,
    Measure.CO_CREATING,
    Measure.EMPATHY,
)
"""The five behaviours that make people think an assembly legitimate."""
