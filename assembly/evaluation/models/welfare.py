"""Welfare calls: somebody said that they considered leaving, and agreed to be called."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.enums_surveys import OPEN_CALLS, WELFARE_TONES, WelfareOutcome, WelfareState
from assembly.evaluation.models.surveys import SurveyWave
from assembly.models import Assembly, Person


class WelfareCall(models.Model):
    """A call that somebody agreed to. It holds nothing else of what they answered."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="welfare_calls")
    wave = models.ForeignKey(SurveyWave, models.CASCADE, related_name="welfare_calls")
    person = models.ForeignKey(Person, models.CASCADE, related_name="welfare_calls")
    state = models.CharField(
        _("state"), max_length=13, choices=WelfareState.choices, default=WelfareState.DUE
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who calls"),
    )
    asked_on = models.DateField(_("asked for on"))
    again_on = models.DateField(_("try again on"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("welfare call")
        ordering: ClassVar = ["asked_on", "person__seat_number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "person"], name="welfare_call_once"),
            models.CheckConstraint(condition=Q(state__in=WelfareState.values), name="welfare_call_state"),
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.person}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return WELFARE_TONES[WelfareState(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN_CALLS


class WelfareNote(models.Model):
    """One call: when, by whom, what came of it."""

    call = models.ForeignKey(WelfareCall, models.CASCADE, related_name="notes")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=12, choices=WelfareOutcome.choices)
    text = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("note of a welfare call")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=WelfareOutcome.values), name="welfare_note_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call}, {self.get_outcome_display()}"
