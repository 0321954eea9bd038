"""Members' questions to witnesses, and their answers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, Person
from evidence.enums import QUESTION_TONES, QuestionState, Way
from evidence.models.witnesses import Topic, Witness
from scheduling.models import Session


class Question(models.Model):
    """One question. Who asked is for the team alone: members, witnesses and the public read the words."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED
    )
    text = models.TextField(_("question"), max_length=2000)
    wording = models.TextField(_("as it goes to the witness"), max_length=2000, blank=True)
    """The team's wording, where it was put more clearly or several were put together; what was asked stays."""
    asked_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="questions_asked"
    )
    table = models.CharField(_("table"), max_length=40, blank=True)
    """Where a table asked together."""
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("session")
    )
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("topic")
    )
    witness = models.ForeignKey(
        Witness, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("witness")
    )
    due_on = models.DateField(_("answer wanted by"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    """Why it was set aside, which whoever asked reads; or asked again, which the witness reads."""
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one question."""
    asked_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None: a member asked on their own page. Once nobody need know who asked, no account tells it either."""
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    """Answers given until then are public; one that came later is once the question is published again."""

    class Meta:
        verbose_name = _("question")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="question_number_unique"),
            models.CheckConstraint(condition=Q(state__in=QuestionState.values), name="question_state"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="question_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="question_not_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(witness__isnull=False),
                name="question_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(reason=""), name="question_set_aside_says_why"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(state__in=["answered", "accepted", "reopened", "assigned"]),
                name="question_published_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return _now("Question %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return QUESTION_TONES.get(QuestionState(self.state), "")

    @property
    def words(self) -> str:
        """Return the question as others read it."""
        return self.wording or self.text


class QuestionAnswer(models.Model):
    """One answer of a witness; a question that was asked again has several. The database keeps them as they are."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("answer"), max_length=10_000)
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="answers", verbose_name=_("witness"))
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    answered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("answer to a question")
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="answer_number_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="answer_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.number}"
