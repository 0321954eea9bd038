"""Possible same persons and households: what a search found, and what people decided. Nothing decides by itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums import HouseholdVerdict, MatchKind, PairVerdict
from sortition.models.pool import Respondent


class MatchSearch(models.Model):
    """How far the search for matches is: every change of the pool wants a search, one search serves all before it."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, primary_key=True, related_name="match_search")
    wanted = models.PositiveIntegerField(default=0)
    """How often a search was asked for."""
    done = models.PositiveIntegerField(default=0)
    """Up to which of these wishes the stored matches answer."""
    queued_at = models.DateTimeField(null=True, blank=True)
    """Since when a search waits in the queue or runs; empty when none does."""
    finished_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0)
    """How many people the last search compared."""
    not_compared = models.PositiveIntegerField(default=0)
    """How many of them shared one entry with so many others that it says nothing about them."""

    class Meta:
        verbose_name = _("search for matches")

    def __str__(self) -> str:
        return f"{self.assembly}: search for matches"


class PossibleMatch(models.Model):
    """Two respondents who may be one person, or whose two addresses may be one household; not decided yet.

    Of a household, `first` and `second` stand for everybody at their address.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="possible_matches", db_index=False)
    kind = models.CharField(max_length=10, choices=MatchKind.choices)
    first = models.ForeignKey(Respondent, models.CASCADE, related_name="+")
    second = models.ForeignKey(Respondent, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    """How alike they are, in per cent; only to order them."""
    reasons = models.JSONField(default=list)
    """[code, number] of each reason, see `sortition/matching/people.py` and `addresses.py`."""

    class Meta:
        verbose_name = _("possible match")
        ordering: ClassVar = ["-score", "first", "second"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="match_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="match_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["assembly", "kind", "-score"])]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class PairDecision(models.Model):
    """What a person decided about two respondents: one person (merged) or two."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="pair_decisions")
    first = models.ForeignKey(Respondent, models.CASCADE, related_name="+")
    second = models.ForeignKey(Respondent, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=PairVerdict.choices)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision on two respondents")
        ordering: ClassVar = ["-decided_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_decided_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}: {self.get_verdict_display()}"


class HouseholdDecision(models.Model):
    """What a person decided about two addresses, or about one: known by their keys, so that it outlives imports.

    The keys are those of `sortition.reading.rows.household_key`, smaller one first; of one address alone, `second_key`
    is blank. The examples are people at these addresses, to show the words by.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="household_decisions")
    verdict = models.CharField(max_length=10, choices=HouseholdVerdict.choices)
    first_key = models.CharField(max_length=64)
    second_key = models.CharField(max_length=64, blank=True)
    first_example = models.ForeignKey(Respondent, models.SET_NULL, null=True, blank=True, related_name="+")
    second_example = models.ForeignKey(Respondent, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision on households")
        ordering: ClassVar = ["-decided_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assembly", "first_key", "second_key"], name="household_decided_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict=HouseholdVerdict.NONE, second_key="")
                | (~Q(verdict=HouseholdVerdict.NONE) & Q(first_key__lt=F("second_key"))),
                name="household_keys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.get_verdict_display()}"
