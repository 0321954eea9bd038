"""Decision rules, ballots, what is asked, and the counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.outcomes.enums import (
    BALLOT_TONES,
    BallotMethod,
    BallotState,
    Denominator,
    Outcome,
    QuestionKind,
    RankedMethod,
    RulePreset,
)
from assembly.outcomes.models.recommendations import Recommendation, RecommendationVersion
from evidence.enums import Way
from scheduling.models import Session


class DecisionRule(models.Model):
    """What must be reached, and of what number. Once a ballot under it is open the database keeps it as it is."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="decision_rules")
    name = models.CharField(_("name"), max_length=120)
    preset = models.CharField(_("made from"), max_length=24, choices=RulePreset.choices)
    kind = models.CharField(_("what is asked"), max_length=8, choices=QuestionKind.choices)
    denominator = models.CharField(_("of what number"), max_length=10, choices=Denominator.choices)
    counts_abstentions = models.BooleanField(_("abstentions count in that number"), default=True)
    counts_blanks = models.BooleanField(_("blank votes count in that number"), default=False)
    """Both matter for votes that say something alone: the other numbers hold them anyway."""
    numerator = models.PositiveSmallIntegerField(_("share, above the line"), default=1)
    denominator_of_share = models.PositiveSmallIntegerField(_("share, below the line"), default=2)
    is_more_than = models.BooleanField(_("more than the share, not just the share"), default=True)
    strong_numerator = models.PositiveSmallIntegerField(_("strong support, above"), null=True, blank=True)
    strong_denominator = models.PositiveSmallIntegerField(_("strong support, below"), null=True, blank=True)
    """A higher share, under the same treatment, that is called strong support."""
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum, above"), null=True, blank=True)
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum, below"), null=True, blank=True)
    """The share of those who may vote that must be present; None: no quorum."""
    scale_points = models.PositiveSmallIntegerField(_("points of the scale"), null=True, blank=True)
    """4, or 5 with a middle; the upper two are agreement."""
    ranked_method = models.CharField(
        _("how rankings are counted"), max_length=8, choices=RankedMethod.choices, blank=True
    )
    invites_minority = models.BooleanField(_("minority statements are asked for"), default=False)
    fixed_at = models.DateTimeField(null=True, blank=True)
    """When the first ballot under it was opened."""

    class Meta:
        verbose_name = _("decision rule")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "name"], name="rule_name_unique"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="rule_kind"),
            models.CheckConstraint(condition=Q(denominator__in=Denominator.values), name="rule_denominator"),
            models.CheckConstraint(
                condition=Q(numerator__gte=1, numerator__lte=F("denominator_of_share")),
                name="rule_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(strong_numerator=None, strong_denominator=None)
                | Q(strong_numerator__gte=1, strong_numerator__lte=F("strong_denominator")),
                name="rule_strong_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(quorum_numerator=None, quorum_denominator=None)
                | Q(quorum_numerator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="rule_quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(kind="scale", scale_points__in=[4, 5])
                | (~Q(kind="scale") & Q(scale_points=None)),
                name="rule_scale_has_points",
            ),
            models.CheckConstraint(
                condition=(Q(kind="ranked") & ~Q(ranked_method=""))
                | (~Q(kind="ranked") & Q(ranked_method="")),
                name="rule_ranked_has_a_method",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ballot(models.Model):
    """One vote on one or more questions."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="ballots")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=160)
    explanation = models.TextField(_("explanation for members"), max_length=4000, blank=True)
    method = models.CharField(
        _("method"), max_length=8, choices=BallotMethod.choices, default=BallotMethod.ROOM
    )
    state = models.CharField(
        _("state"), max_length=14, choices=BallotState.choices, default=BallotState.DESIGNED
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ballots",
        verbose_name=_("session"),
    )
    held_on = models.DateField(_("day of the vote"))
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one ballot."""
    made_at = models.DateTimeField()
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("ballot")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="ballot_number_unique"),
            models.CheckConstraint(condition=Q(state__in=BallotState.values), name="ballot_state"),
            models.CheckConstraint(condition=Q(method__in=BallotMethod.values), name="ballot_method"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("counted_by")),
                name="ballot_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="ballot_published_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return BALLOT_TONES.get(BallotState(self.state), "")


class BallotQuestion(models.Model):
    """One thing voted on: a frozen recommendation, or options to be ranked. Kept from the opening on."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("what is asked"), max_length=8, choices=QuestionKind.choices)
    wording = models.CharField(_("question"), max_length=500)
    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ballot_questions",
        verbose_name=_("recommendation"),
    )
    version = models.ForeignKey(
        RecommendationVersion, models.PROTECT, null=True, blank=True, related_name="ballot_questions"
    )
    """The frozen text that is voted on."""
    rule = models.ForeignKey(
        DecisionRule, models.PROTECT, related_name="questions", verbose_name=_("decision rule")
    )
    outcome = models.CharField(_("outcome"), max_length=18, choices=Outcome.choices, blank=True)
    """Written when the count is verified; `counting` reckons it, and anybody may again."""

    class Meta:
        verbose_name = _("ballot question")
        ordering: ClassVar = ["ballot", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "number"], name="ballot_question_number_unique"),
            models.UniqueConstraint(fields=["ballot", "recommendation"], name="ballot_asks_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="ballot_question_kind"),
            models.CheckConstraint(
                condition=Q(kind="ranked", recommendation=None, version=None)
                | (~Q(kind="ranked") & Q(recommendation__isnull=False, version__isnull=False)),
                name="ballot_question_asks_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class BallotOption(models.Model):
    """One of the options of a ranked question."""

    question = models.ForeignKey(BallotQuestion, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("option"), max_length=300)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="ballot_options"
    )

    class Meta:
        verbose_name = _("option")
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="ballot_option_number_unique"),
        ]

    def __str__(self) -> str:
        return self.text


class VoteCount(models.Model):
    """The counts of one question. `entry` tells two independent entries apart; the database keeps published ones."""

    question = models.ForeignKey(BallotQuestion, models.CASCADE, related_name="counts")
    entry = models.PositiveSmallIntegerField(default=1)
    eligible = models.PositiveIntegerField(_("may vote"))
    present = models.PositiveIntegerField(_("present"))
    abstained = models.PositiveIntegerField(_("abstained"), default=0)
    blank = models.PositiveIntegerField(_("blank"), default=0)
    spoiled = models.PositiveIntegerField(_("spoiled"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    way = models.CharField(_("how it was counted"), max_length=8, choices=Way.choices, default=Way.PERSON)
    counted_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("count")
        ordering: ClassVar = ["question", "entry"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "entry"], name="count_entry_unique"),
            models.CheckConstraint(
                condition=Q(present__lte=F("eligible")), name="count_present_among_eligible"
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("abstained") + F("blank") + F("spoiled")),
                name="count_fits_those_present",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.entry}"


class CountLine(models.Model):
    """How many voted so. `choice` is `for`, `against`, a point of the scale from 1 (least), or a ranking: `3>1>2`."""

    count = models.ForeignKey(VoteCount, models.CASCADE, related_name="lines")
    choice = models.CharField(max_length=200)
    votes = models.PositiveIntegerField(_("votes"))

    class Meta:
        verbose_name = _("line of a count")
        ordering: ClassVar = ["count", "choice"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["count", "choice"], name="count_choice_unique"),
        ]

    def __str__(self) -> str:
        return _now("%(choice)s: %(votes)s") % {"choice": self.choice, "votes": self.votes}
