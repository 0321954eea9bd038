"""Recommendations in themes, their texts, amendments, comments of tables, and what they rest on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.outcomes.enums import (
    OPEN_TO_CHANGE,
    RECOMMENDATION_TONES,
    RecommendationState,
)
from evidence.models import EvidenceItem
from scheduling.models import Session


class Theme(models.Model):
    """Under which heading recommendations stand; the report follows `position`."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=3000, blank=True)

    class Meta:
        verbose_name = _("theme")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "name"], name="theme_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Recommendation(models.Model):
    """One recommendation. What it says stands in its versions."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="recommendations")
    number = models.PositiveIntegerField()
    """While it is worked on; never given to another."""
    report_number = models.PositiveIntegerField(_("number in the report"), null=True, blank=True)
    """Given when the report is published, theme by theme; the public knows the recommendation by it."""
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("theme"),
    )
    state = models.CharField(
        _("state"), max_length=16, choices=RecommendationState.choices, default=RecommendationState.IDEA
    )
    table = models.CharField(_("table"), max_length=40, blank=True)
    """From where the idea came, if a table had it."""
    frozen_version = models.ForeignKey(
        "RecommendationVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("text that was frozen"),
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one recommendation."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("recommendation")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="recommendation_number_unique"),
            models.UniqueConstraint(
                fields=["assembly", "report_number"], name="recommendation_report_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RecommendationState.values), name="recommendation_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN_TO_CHANGE, "withdrawn"]) | Q(frozen_version__isnull=False),
                name="recommendation_frozen_before_voted_on",
            ),
            models.CheckConstraint(
                condition=Q(report_number__isnull=False)
                | ~Q(state__in=["submitted", "responded", "in_follow_up", "closed"]),
                name="recommendation_numbered_in_the_report",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="recommendation_withdrawal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return _now("Recommendation %(number)s") % {"number": self.report_number or self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return RECOMMENDATION_TONES.get(RecommendationState(self.state), "")

    @property
    def present(self) -> "RecommendationVersion":
        """Return the last text of a recommendation that a selector has read together with it."""
        return self.last_texts[0]

    @property
    def is_open_to_change(self) -> bool:
        """Whether its text may still change."""
        return self.state in OPEN_TO_CHANGE


class Wording(models.Model):
    """The parts of a recommendation's text, which versions and amendments share."""

    title = models.CharField(_("in a few words"), max_length=160)
    text = models.TextField(_("what the assembly recommends"), max_length=4000)
    rationale = models.TextField(_("why"), max_length=8000, blank=True)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    cost_note = models.TextField(_("what it may cost"), max_length=1000, blank=True)

    WORDS: ClassVar = ("title", "text", "rationale", "conditions", "cost_note")

    class Meta:
        abstract = True

    def words(self) -> dict[str, str]:
        """Return the parts of the text by their names."""
        return {name: getattr(self, name) for name in self.WORDS}


class RecommendationVersion(Wording):
    """What a recommendation says at a moment. Whoever saves makes the next; the database refuses to change one."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(_("what changed, in a sentence"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of a recommendation")
        ordering: ClassVar = ["recommendation", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "number"], name="recommendation_version_number_unique"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_version_says_something"),
        ]

    def __str__(self) -> str:
        return self.title


class RecommendationSource(models.Model):
    """An evidence item or a session on which a recommendation rests."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="sources")
    item = models.ForeignKey(
        EvidenceItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendation_sources",
        verbose_name=_("evidence"),
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendation_sources",
        verbose_name=_("session"),
    )
    note = models.CharField(_("what it shows"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("source of a recommendation")
        ordering: ClassVar = ["recommendation", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, session=None) | Q(item=None, session__isnull=False),
                name="recommendation_source_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "item"], name="recommendation_source_item_once"
            ),
            models.UniqueConstraint(
                fields=["recommendation", "session"], name="recommendation_source_session_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.item or self.session)
