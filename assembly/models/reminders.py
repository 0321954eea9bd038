"""Reminders: messages that are planned relative to a date, and what was written for each occasion."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.enums import REMINDER_TONES, MailingChannel, ReminderState
from assembly.models.assembly import Assembly
from assembly.models.messages import Mailing, MessageTemplate

MOST_DAYS = 365


class Reminder(models.Model):
    """A template for the people of a part, so many days before or after a date. No list of people is kept."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="reminders")
    template = models.ForeignKey(MessageTemplate, models.CASCADE, related_name="reminders")
    part = models.CharField(_("to"), max_length=40)
    channel = models.CharField(_("way"), max_length=10, choices=MailingChannel.choices)
    date_key = models.CharField(_("date"), max_length=60)
    """A key of `assembly/message_dates.py`."""
    days = models.PositiveSmallIntegerField(_("days"), validators=[MaxValueValidator(MOST_DAYS)])
    is_before = models.BooleanField(_("before the date"), default=True)
    sends_unseen = models.BooleanField(_("send without another look"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ReminderState.choices, default=ReminderState.PLANNED
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reminder")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReminderState.values), name="reminder_state"),
            models.CheckConstraint(condition=Q(channel__in=MailingChannel.values), name="reminder_channel"),
            models.CheckConstraint(condition=Q(days__lte=MOST_DAYS), name="reminder_days"),
        ]

    def __str__(self) -> str:
        return str(self.template)

    @property
    def offset(self) -> timedelta:
        """Return how far from the date it is written."""
        return timedelta(days=-self.days if self.is_before else self.days)

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return REMINDER_TONES[ReminderState(self.state)]


class ReminderRun(models.Model):
    """That a reminder is done with for one occasion: its mailing, or none where nobody was to be written to."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="runs")
    occasion = models.CharField(max_length=60, blank=True)
    """The key of the occasion, which it keeps when its day is moved."""
    day = models.DateField()
    mailing = models.ForeignKey(Mailing, models.CASCADE, null=True, blank=True, related_name="reminder_runs")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("written reminder")
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            # Whatever ticks do at the same moment, the second finds this.
            models.UniqueConstraint(fields=["reminder", "occasion"], name="reminder_once_each_occasion"),
        ]

    def __str__(self) -> str:
        return f"{self.reminder}: {self.day}"
