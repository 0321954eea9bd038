"""Offers of seats: until when, by which link, what was answered, and who called."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums_offers import AnswerChannel, ContactOutcome, NoticeState, SeatAnswer, VacatedSeats
from sortition.models.seats import Seat

MOST_WRONG_ATTEMPTS = 5
"""Wrong years or codes in a row, after which a link is dead until somebody makes a new one."""


class SeatingPolicy(models.Model):
    """How one assembly offers its seats, and what it does with those that are given up."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, primary_key=True, related_name="seating_policy")
    days_to_answer = models.PositiveSmallIntegerField(_("days to answer"), default=10)
    attempts = models.PositiveSmallIntegerField(_("calls before giving up"), default=5)
    vacated = models.CharField(
        _("seats that are given up"),
        max_length=10,
        choices=VacatedSeats.choices,
        default=VacatedSeats.REDRAW,
    )
    none_after = models.DateField(_("nobody is asked any more after"), null=True, blank=True)
    phone = models.CharField(_("phone number to call"), max_length=60, blank=True)
    sender_lines = models.CharField(_("address of the team"), max_length=300, blank=True)
    link_base = models.CharField(max_length=200, blank=True)
    """The installation's address as the organisers know it: workers write links without a request."""

    class Meta:
        verbose_name = _("seating policy")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(vacated__in=VacatedSeats.values), name="seating_vacated"),
            models.CheckConstraint(
                condition=Q(days_to_answer__gte=1, attempts__gte=1), name="seating_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: seats"


class Offer(models.Model):
    """What makes a seat somebody's to take: a deadline, a personal link, and the answer.

    Of the link's token and of the short code only digests are kept: whoever needs them again gets new ones.
    """

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="offer")
    answer_by = models.DateTimeField(_("answer by"))
    opened_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    link_made_at = models.DateTimeField(null=True, blank=True)
    wrong_attempts = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=SeatAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(_("came by"), max_length=10, choices=AnswerChannel.choices, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who wrote it down; nobody, where it came by the link."""
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    overdue_noted_at = models.DateTimeField(null=True, blank=True)
    notice = models.CharField(max_length=7, choices=NoticeState.choices, default=NoticeState.NONE)
    notice_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The caller who has taken this person, alone until `held_until`."""
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("offer")
        ordering: ClassVar = ["seat__number", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(notice__in=NoticeState.values), name="offer_notice"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, channel="")
                | (Q(answer__in=SeatAnswer.values, answered_at__isnull=False) & ~Q(channel="")),
                name="offer_answered_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(token_digest=None, code_digest="")
                | (Q(token_digest__isnull=False) & ~Q(code_digest="")),
                name="offer_link_with_code",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["answer", "answer_by"], name="offer_unanswered")]

    def __str__(self) -> str:
        return str(self.seat)

    @property
    def reference(self) -> str:
        """What stands on the letter and its slip: the seat's number and the offer's, which is never given again."""
        return f"{self.seat.number}-{self.pk}"

    @property
    def version(self) -> str:
        """What somebody who looks at it has seen, to notice an answer that came meanwhile."""
        return f"{self.seat.state}:{self.answered_at.isoformat() if self.answered_at else ''}"

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time to answer has passed without an answer."""
        return not self.answer and self.answer_by < now

    def is_held(self, now: datetime) -> bool:
        """Whether a caller has it at this moment."""
        return self.held_until is not None and self.held_until > now


class ContactAttempt(models.Model):
    """One call, or one answer that came: who, when, how, what came of it."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="contact_attempts")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    """Who called or wrote it down; nobody, where somebody answered by their link."""
    channel = models.CharField(_("channel"), max_length=10, choices=AnswerChannel.choices)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ContactOutcome.choices)
    call_back_at = models.DateTimeField(_("call back at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("contact attempt")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=AnswerChannel.values), name="contact_channel"),
            models.CheckConstraint(condition=Q(outcome__in=ContactOutcome.values), name="contact_outcome"),
            models.CheckConstraint(
                condition=~Q(outcome="call_back") | Q(call_back_at__isnull=False),
                name="contact_call_back_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}, {self.get_outcome_display()}"
