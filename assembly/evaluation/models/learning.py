"""What an assembly learnt: entries and a summary in versions, and the editions that were published."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.enums_learning import (
    LEARNING_TONES,
    LearningKind,
    LearningStage,
    LearningWay,
    WhoSaid,
)
from assembly.models import Assembly


class LearningEntry(models.Model):
    """One thing that was learnt. What it says stands in its versions."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="learning_entries")
    number = models.PositiveIntegerField(_("number"))
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one entry."""
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry of the learning record")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="learning_number_unique"),
        ]

    def __str__(self) -> str:
        return _now("Entry %(number)s") % {"number": self.number}


class LearningVersion(models.Model):
    """What an entry says at a moment. Whoever saves makes the next; the database keeps what was published."""

    entry = models.ForeignKey(LearningEntry, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    stage = models.CharField(_("part of the work"), max_length=20, choices=LearningStage.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=LearningKind.choices)
    text = models.TextField(_("what was learnt"), max_length=4000)
    who_said = models.CharField(_("who said it"), max_length=10, choices=WhoSaid.choices)
    way = models.CharField(
        _("how it came"), max_length=8, choices=LearningWay.choices, default=LearningWay.TEAM
    )
    said_on = models.DateField(_("day"))
    is_public = models.BooleanField(_("everybody may read it"), default=False)
    note = models.CharField(_("what changed, in a sentence"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    """When an edition first held it."""

    WORDS: ClassVar = ("stage", "kind", "text", "who_said", "way", "said_on", "is_public")

    class Meta:
        verbose_name = _("version of an entry of the learning record")
        ordering: ClassVar = ["entry", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="learning_version_number_unique"),
            models.CheckConstraint(condition=Q(stage__in=LearningStage.values), name="learning_stage"),
            models.CheckConstraint(condition=Q(kind__in=LearningKind.values), name="learning_kind"),
            models.CheckConstraint(condition=Q(who_said__in=WhoSaid.values), name="learning_who_said"),
            models.CheckConstraint(condition=Q(way__in=LearningWay.values), name="learning_way"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(is_public=True), name="learning_published_is_public"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the kind's badge."""
        return LEARNING_TONES.get(LearningKind(self.kind), "")


class LearningSummary(models.Model):
    """The summary at a moment. Whoever saves makes the next version; the database keeps what was published."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="learning_summaries")
    number = models.PositiveIntegerField()
    did = models.TextField(_("what we did"), max_length=4000, blank=True)
    learnt = models.TextField(_("what we learnt"), max_length=4000, blank=True)
    advice = models.TextField(_("our advice to the next assembly"), max_length=4000, blank=True)
    made_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    WORDS: ClassVar = ("did", "learnt", "advice")

    class Meta:
        verbose_name = _("summary of the learning record")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="learning_summary_number_unique"),
        ]

    def __str__(self) -> str:
        return _now("Summary, version %(number)s") % {"number": self.number}

    def words(self) -> dict[str, str]:
        """Return the three parts by their names."""
        return {name: getattr(self, name) for name in self.WORDS}


class LearningEdition(models.Model):
    """The learning record as it was published. Page, PDF and data file are made of `content` alone."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="learning_editions")
    number = models.PositiveIntegerField()
    language = models.CharField(_("language"), max_length=20, default="en")
    note = models.CharField(_("what was corrected, in a sentence"), max_length=300, blank=True)
    has_open_licence = models.BooleanField(_("others may use the text"), default=False)
    """Under CC BY 4.0."""
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    """Of the content's canonical bytes."""
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("edition of the learning record")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="learning_edition_number_unique"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="learning_correction_says_what"),
        ]

    def __str__(self) -> str:
        return _now("Edition %(number)s") % {"number": self.number}
