"""Alternates: people of the pool who stand by, and how likely it is thought that those with seats stay."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums_seats import ALTERNATES_TONES, AlternatesState
from sortition.models.pool import Respondent
from sortition.models.targets import Value


class DropoutRate(models.Model):
    """How many of a hundred people with a value stay once they were drawn; without a value, of everybody."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="dropout_rates")
    value = models.OneToOneField(Value, models.CASCADE, null=True, blank=True, related_name="dropout_rate")
    stay = models.DecimalField(
        _("stay, %"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("dropout rate")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(value=None), name="dropout_rate_one_for_all"
            ),
            models.CheckConstraint(condition=Q(stay__gte=0, stay__lte=100), name="dropout_rate_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.value or _('Everybody')}: {self.stay} %"


class AlternateSet(models.Model):
    """One choice of alternates, with what it was chosen by and how it compares with simpler ways to choose.

    The figures are mean numbers of seats short or over, summed over the panel's size, its quotas and its caps.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="alternate_sets")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=10, choices=AlternatesState.choices, default=AlternatesState.WORKING
    )
    wanted = models.PositiveSmallIntegerField(_("alternates"))
    seed = models.BigIntegerField(_("seed"))
    rates = models.JSONField(default=dict)
    """The rates it was chosen by: {"all": share, "values": [[category, value, share], …]}."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)
    with_set = models.FloatField(null=True, blank=True)
    with_next = models.FloatField(null=True, blank=True)
    """With as many people who are next in line instead (see `next_in_line`)."""
    with_none = models.FloatField(null=True, blank=True)
    is_proven = models.BooleanField(default=False)
    error = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("alternates")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="alternates_number_unique"),
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(state="current"), name="alternates_one_current"
            ),
            models.CheckConstraint(condition=Q(state__in=AlternatesState.values), name="alternates_state"),
        ]

    def __str__(self) -> str:
        return str(_("Alternates %(number)s") % {"number": self.number})

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return ALTERNATES_TONES[AlternatesState(self.state)]


class Alternate(models.Model):
    """One person who stands by, the one called first at rank 1."""

    alternates = models.ForeignKey(AlternateSet, models.CASCADE, related_name="people")
    rank = models.PositiveSmallIntegerField()
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="standing_by")

    class Meta:
        verbose_name = _("alternate")
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alternates", "rank"], name="alternate_rank_unique"),
            models.UniqueConstraint(fields=["alternates", "respondent"], name="alternate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.respondent}"
