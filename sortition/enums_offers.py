"""The choices of offers, answers and calls."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatAnswer(models.TextChoices):
    """What somebody says to the offer of a seat."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class AnswerChannel(models.TextChoices):
    """The way by which one was spoken with, or answered."""

    LINK = "link", _("Personal link")
    PHONE = "phone", _("Phone")
    POST = "post", _("Post")
    IN_PERSON = "in_person", _("In person")
    EMAIL = "email", _("E-mail")


BY_STAFF = (AnswerChannel.POST, AnswerChannel.IN_PERSON, AnswerChannel.EMAIL, AnswerChannel.PHONE)
"""What somebody of the team enters: an answer that did not come by the personal link."""


class ContactOutcome(models.TextChoices):
    """What came of an attempt to speak with somebody."""

    YES = "yes", _("Yes, takes the seat")
    NO = "no", _("No, declines")
    THINKING = "thinking", _("Thinks about it")
    NOBODY = "nobody", _("Nobody answered")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    CALL_BACK = "call_back", _("Call back at …")


class VacatedSeats(models.TextChoices):
    """What an assembly does with seats that somebody has given up."""

    REDRAW = "redraw", _("Draw again among the pool")
    ALTERNATES = "alternates", _("Ask the alternates in their order")
    NONE = "none", _("Leave them vacant")


class NoticeState(models.TextChoices):
    """How far the message has come by which an answer is confirmed to whoever gave it."""

    NONE = "none", _("None")
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused by the mail server")
