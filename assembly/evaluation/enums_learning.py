"""The choices of the learning record, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LearningStage(models.TextChoices):
    """To which part of the work an entry belongs; the values are the keys of the rail's stages."""

    WHOLE = "whole", _("The assembly as a whole")
    REMIT = "remit", _("The question and the promise")
    POOL = "pool", _("Inviting people")
    LOTTERY = "lottery", _("Choosing people by lottery")
    PANEL = "panel", _("Keeping people on board")
    SESSIONS = "sessions", _("Meeting")
    EVIDENCE = "evidence", _("Evidence and witnesses")
    RECOMMENDATIONS = "recommendations", _("Recommendations and votes")
    RESPONSES = "responses", _("Answers of the authority")
    EVALUATION = "evaluation", _("Evaluation")


class LearningKind(models.TextChoices):
    """What kind of thing was learnt."""

    WORKED = "worked", _("This worked")
    DID_NOT_WORK = "did_not_work", _("This did not work")
    WOULD_DO_DIFFERENTLY = "would_do_differently", _("We would do this differently")
    SURPRISE = "surprise", _("This surprised us")
    COST = "cost", _("This is what it cost")


LEARNING_TONES = {
    LearningKind.WORKED: "good",
    LearningKind.DID_NOT_WORK: "warn",
    LearningKind.WOULD_DO_DIFFERENTLY: "active",
}


class WhoSaid(models.TextChoices):
    """As what somebody said it. Never who."""

    ORGANISER = "organiser", _("Somebody of the team")
    MEMBER = "member", _("A member")
    WITNESS = "witness", _("A witness")
    OFFICIAL = "official", _("Somebody of a public body")
    OBSERVER = "observer", _("An observer")


class LearningWay(models.TextChoices):
    """How it came to the team."""

    TEAM = "team", _("Written by the team")
    PERSON = "person", _("Said in person")
    PHONE = "phone", _("Said by phone")
    PAPER = "paper", _("Written on paper")
    EMAIL = "email", _("Written in an e-mail")
    SURVEY = "survey", _("Written in a survey")
