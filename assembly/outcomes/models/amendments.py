"""What is said of a recommendation's text: amendments, comments of tables, minority statements."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Person
from assembly.outcomes.enums import (
    AMENDMENT_TONES,
    MINORITY_TONES,
    AmendmentState,
    MinorityState,
)
from assembly.outcomes.models.recommendations import Recommendation, RecommendationVersion, Wording
from assembly.outcomes.table_words import table_words
from evidence.enums import Way


class Amendment(Wording):
    """A proposed change: the whole text as it would be, against the version that it changes."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=12, choices=AmendmentState.choices, default=AmendmentState.PROPOSED
    )
    base = models.ForeignKey(RecommendationVersion, models.PROTECT, related_name="amendments")
    reason = models.TextField(_("why it should change"), max_length=2000)
    table = models.CharField(_("table"), max_length=40, blank=True)
    proposed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="amendments_proposed"
    )
    """For the team alone: others read what is proposed, not by whom."""
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one amendment."""
    proposed_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    votes_for = models.PositiveIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("against"), null=True, blank=True)
    """Hands counted in the room, where they were."""
    decision_reason = models.CharField(_("reason of the decision"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    result = models.ForeignKey(
        RecommendationVersion, models.PROTECT, null=True, blank=True, related_name="made_by_amendment"
    )
    """The version that it made."""

    class Meta:
        verbose_name = _("amendment")
        ordering: ClassVar = ["recommendation", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="amendment_number_unique"),
            models.CheckConstraint(condition=Q(state__in=AmendmentState.values), name="amendment_state"),
            models.CheckConstraint(
                condition=Q(state="adopted", result__isnull=False) | (~Q(state="adopted") & Q(result=None)),
                name="amendment_adopted_makes_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_adopted") | ~Q(decision_reason=""),
                name="amendment_not_adopted_says_why",
            ),
        ]

    def __str__(self) -> str:
        return _now("Amendment %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return AMENDMENT_TONES.get(AmendmentState(self.state), "")


class TableComment(models.Model):
    """What a table said of a text, and what became of it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="comments")
    version = models.ForeignKey(RecommendationVersion, models.PROTECT, related_name="comments")
    table = models.CharField(_("table"), max_length=40)
    text = models.TextField(_("comment"), max_length=2000)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one comment."""
    made_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settlement = models.CharField(_("what became of it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("comment of a table")
        ordering: ClassVar = ["recommendation", "made_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settlement=""), name="comment_settled_says_how"
            ),
        ]

    def __str__(self) -> str:
        return table_words(self.table)


class MinorityStatement(models.Model):
    """Reasoned dissent, published beside the recommendation; the database keeps what was published."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="minority_statements")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=9, choices=MinorityState.choices, default=MinorityState.DRAFT
    )
    text = models.TextField(_("statement"), max_length=4000)
    supporters = models.PositiveIntegerField(_("how many members stand behind it"))
    names = models.CharField(_("names of those who wish to be named"), max_length=1000, blank=True)
    written_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="minority_statements"
    )
    """For the team alone."""
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one statement."""
    made_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("minority statement")
        ordering: ClassVar = ["recommendation", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="minority_number_unique"),
            models.CheckConstraint(condition=Q(supporters__gte=1), name="minority_has_supporters"),
            models.CheckConstraint(condition=Q(state__in=MinorityState.values), name="minority_state"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="minority_published_when",
            ),
        ]

    def __str__(self) -> str:
        return _now("Minority statement %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MINORITY_TONES.get(MinorityState(self.state), "")
