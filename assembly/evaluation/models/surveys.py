"""Question sets, survey waves, who is asked, and answers.

While a wave is open, `OpenAnswers` hang on the turn of whoever gave them, so that they can change them or take them
back. At the closing they are taken apart, question by question, into `KeptAnswer` rows that lead to nobody, and deleted
(docs/adr/0028-surveys.md).
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.enums_surveys import (
    COUNTED,
    WAVE_TONES,
    Measure,
    QuestionKind,
    SurveyChannel,
    SurveyMoment,
    TurnState,
    WaveState,
)
from assembly.models import Assembly, Person
from scheduling.models import Session


def text_in(texts: dict[str, str], language: str = "") -> str:
    """Return a text of a set in a language (the reader's unless told), or in the set's first one."""
    wanted = (language or get_language() or "").lower()
    close = (wanted, wanted.partition("-")[0])
    return next((texts[code] for code in close if code in texts), next(iter(texts.values()), ""))


class QuestionSet(models.Model):
    """A fixed set of questions as one file had them. Nobody changes it: a new version is another set."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="question_sets")
    number = models.PositiveIntegerField(_("number"))
    key = models.CharField(_("key"), max_length=60)
    version = models.CharField(_("version"), max_length=40)
    titles = models.JSONField(_("title"), default=dict)
    """Language → title."""
    source = models.TextField(_("source"), max_length=2000)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    """Codes, the set's own language first: JSON objects of the database keep no order."""
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("question set")
        ordering: ClassVar = ["assembly", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="question_set_number_once"),
            models.UniqueConstraint(fields=["assembly", "key", "version"], name="question_set_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def title(self) -> str:
        """Return the title in the reader's language, or in the set's own."""
        return self.in_language(self.titles)

    def in_language(self, texts: dict[str, str], language: str = "") -> str:
        """Return a text in a language (the reader's unless told), or in the set's own."""
        return text_in({code: texts[code] for code in self.languages if code in texts}, language)

    def speaks(self, language: str) -> bool:
        """Whether the set has its own words in a language."""
        return language.lower().partition("-")[0] in self.languages or language.lower() in self.languages


class SurveyQuestion(models.Model):
    """One question with the exact wording of the file."""

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    key = models.CharField(_("key"), max_length=60)
    kind = models.CharField(_("kind"), max_length=6, choices=QuestionKind.choices)
    texts = models.JSONField(_("wording"), default=dict)
    """Language → wording."""
    lowest = models.SmallIntegerField(null=True, blank=True)
    highest = models.SmallIntegerField(null=True, blank=True)
    labels = models.JSONField(_("words of the scale"), default=dict, blank=True)
    """Point of the scale, as text → language → words; at least those of both ends."""
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    """`{"key": …, "texts": {language: words}}` each, in their order."""
    measures = models.CharField(_("measures"), max_length=20, choices=Measure.choices, blank=True)
    is_reversed = models.BooleanField(_("a high number is bad"), default=False)

    class Meta:
        verbose_name = _("survey question")
        ordering: ClassVar = ["question_set", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question_set", "number"], name="survey_question_number_once"),
            models.UniqueConstraint(fields=["question_set", "key"], name="survey_question_key_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="survey_question_kind"),
            models.CheckConstraint(
                condition=Q(measures__in=["", *Measure.values]), name="survey_question_measures"
            ),
            models.CheckConstraint(
                condition=Q(kind="scale", lowest__lt=models.F("highest"))
                | (~Q(kind="scale") & Q(lowest=None, highest=None)),
                name="survey_question_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def wording(self) -> str:
        """Return the wording in the reader's language, or in the set's own."""
        return self.question_set.in_language(self.texts)

    def choices(self, language: str = "") -> list[tuple[str, str]]:
        """Return what can be answered with its words, in order; a point without words has its number alone."""
        if self.kind == QuestionKind.SCALE and self.lowest is not None and self.highest is not None:
            points = map(str, range(self.lowest, self.highest + 1))
            return [
                (point, self.question_set.in_language(self.labels.get(point, {}), language))
                for point in points
            ]
        return [
            (each["key"], self.question_set.in_language(each["texts"], language)) for each in self.options
        ]


class SurveyWave(models.Model):
    """One administration of a question set."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="survey_waves")
    number = models.PositiveIntegerField(_("number"))
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="waves")
    moment = models.CharField(_("when members are asked"), max_length=14, choices=SurveyMoment.choices)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="survey_waves", verbose_name=_("session")
    )
    title = models.CharField(_("title"), max_length=160)
    state = models.CharField(_("state"), max_length=9, choices=WaveState.choices, default=WaveState.PLANNED)
    opens_at = models.DateTimeField(_("opens"))
    """When it is planned to open; somebody of the team opens it."""
    closes_at = models.DateTimeField(_("last time to answer"))
    """Until when members answer by themselves; what came on paper is entered until the team closes it."""
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    link_base = models.CharField(max_length=200, blank=True)
    """The installation's address with the path before a link's token: workers write links without a request."""
    tally = models.JSONField(default=dict, blank=True)
    """How many were asked and answered, by way, as it was at the closing: erasures later change nothing."""
    published = models.JSONField(default=dict, blank=True)
    """The results as they were published."""

    class Meta:
        verbose_name = _("survey wave")
        ordering: ClassVar = ["assembly", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="survey_wave_number_once"),
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="survey_wave_state"),
            models.CheckConstraint(condition=Q(moment__in=SurveyMoment.values), name="survey_wave_moment"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="survey_wave_closes_after"
            ),
            models.CheckConstraint(
                condition=Q(moment="after_session", session__isnull=False)
                | (~Q(moment="after_session") & Q(session=None)),
                name="survey_wave_session",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="survey_wave_published_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return WAVE_TONES[WaveState(self.state)]

    @property
    def is_counted(self) -> bool:
        """Whether it is closed, so that there are results."""
        return self.state in COUNTED

    def takes_answers(self, now: datetime) -> bool:
        """Whether members can answer by themselves now."""
        return self.state == WaveState.OPEN and now < self.closes_at


class SurveyTurn(models.Model):
    """One who is asked in a wave, fixed when it opens: whether they answered, by which way, on which day."""

    wave = models.ForeignKey(SurveyWave, models.CASCADE, related_name="turns")
    person = models.ForeignKey(Person, models.CASCADE, related_name="survey_turns")
    state = models.CharField(_("state"), max_length=8, choices=TurnState.choices, default=TurnState.ASKED)
    channel = models.CharField(_("answered"), max_length=7, choices=SurveyChannel.choices, blank=True)
    answered_on = models.DateField(_("day"), null=True, blank=True)

    class Meta:
        verbose_name = _("turn in a survey")
        ordering: ClassVar = ["wave", "person__seat_number", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "person"], name="survey_turn_once"),
            models.CheckConstraint(
                condition=(
                    Q(state="answered", answered_on__isnull=False, channel__in=SurveyChannel.values)
                    | Q(state="asked", answered_on=None, channel="")
                    | Q(state="declined", answered_on=None, channel="")
                ),
                name="survey_turn_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.person}"


class SurveyKey(models.Model):
    """The digest of a link's token or of a typed code; gone when the wave closes.

    Each letter, slip and paper has its own, so that none ends another.
    """

    turn = models.ForeignKey(SurveyTurn, models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, primary_key=True)

    class Meta:
        verbose_name = _("link or code of a survey")

    def __str__(self) -> str:
        return str(self.turn.wave)


class OpenAnswers(models.Model):
    """What somebody answered in an open wave: theirs to change or take back. No screen of others shows it."""

    turn = models.OneToOneField(SurveyTurn, models.CASCADE, primary_key=True, related_name="answers")
    answers = models.JSONField(_("answers"), default=dict)
    """Question's key → answer, as text."""

    class Meta:
        verbose_name = _("answers in an open survey")

    def __str__(self) -> str:
        return str(self.turn.wave)


class KeptAnswer(models.Model):
    """One answer to one question, of nobody any more: the key is a number of chance, and other answers have others."""

    key = models.CharField(max_length=64, primary_key=True)
    wave = models.ForeignKey(SurveyWave, models.CASCADE, related_name="kept_answers")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="kept_answers")
    value = models.TextField(_("answer"), max_length=4000)
    is_counted = models.BooleanField(default=True)
    """False for a few late ones: the results before and after them would say what those few said."""

    class Meta:
        verbose_name = _("answer in a survey")

    def __str__(self) -> str:
        return str(self.question_id)
