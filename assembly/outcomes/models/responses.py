"""Formal responses, their versions, wishes for more time, and the reminders that went out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.outcomes.enums_responses import (
    DECISION_TONES,
    EXTENSION_TONES,
    RESPONSE_TONES,
    UNANSWERED,
    BodyPart,
    Decision,
    ExtensionState,
    NoticeKind,
    ResponseState,
)
from assembly.outcomes.models.bodies import Body, Official
from assembly.outcomes.models.recommendations import Recommendation
from evidence.enums import Way


class FormalResponse(models.Model):
    """What one body owes to one recommendation. What it says stands in its versions."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="formal_responses")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="responses")
    body = models.ForeignKey(Body, models.PROTECT, related_name="responses", verbose_name=_("body"))
    part = models.CharField(_("part"), max_length=10, choices=BodyPart.choices)
    state = models.CharField(
        _("state"), max_length=24, choices=ResponseState.choices, default=ResponseState.DUE
    )
    first_due_on = models.DateField(_("first due"))
    due_on = models.DateField(_("due"))
    """Later than `first_due_on` where more time was granted."""
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    """When the body itself expects to answer; the public sees it beside the due day."""
    overdue_since = models.DateField(_("late since"), null=True, blank=True)
    """Noted by the clock on the day after it was due, and kept when the answer comes."""
    assignee = models.ForeignKey(
        Official,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_responses",
        verbose_name=_("who drafts"),
    )
    approver = models.ForeignKey(
        Official,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses_to_clear",
        verbose_name=_("who clears"),
    )
    followed_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="referrals")
    """The answer by which another body referred the recommendation to this one."""
    first_published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("formal response")
        ordering: ClassVar = ["recommendation", "part", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "body"], name="response_one_for_a_body"),
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(part="lead"), name="response_one_lead"
            ),
            models.CheckConstraint(condition=Q(state__in=ResponseState.values), name="response_state"),
            models.CheckConstraint(condition=Q(part__in=BodyPart.values), name="response_part"),
            models.CheckConstraint(condition=Q(due_on__gte=F("first_due_on")), name="response_due_later"),
            models.CheckConstraint(
                condition=Q(state__in=UNANSWERED, first_published_at=None)
                | (~Q(state__in=UNANSWERED) & Q(first_published_at__isnull=False)),
                name="response_published_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["assembly", "state"], name="response_by_state")]

    def __str__(self) -> str:
        return _now("%(recommendation)s: %(body)s") % {
            "recommendation": self.recommendation,
            "body": self.body,
        }

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return RESPONSE_TONES.get(ResponseState(self.state), "")

    @property
    def is_owed(self) -> bool:
        """Whether no answer has been published yet; an interim one does not count."""
        return self.state in UNANSWERED


class ResponseVersion(models.Model):
    """What an answer says at a moment. The last one may be a draft; the database keeps what was published."""

    response = models.ForeignKey(FormalResponse, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    is_interim = models.BooleanField(_("an interim answer"), default=False)
    decision = models.CharField(_("decision"), max_length=28, choices=Decision.choices, blank=True)
    text = models.TextField(_("answer in plain words"), max_length=4000, blank=True)
    reasons = models.TextField(_("reasons"), max_length=8000, blank=True)
    accepted_part = models.TextField(_("the part that is accepted"), max_length=2000, blank=True)
    by_whom = models.CharField(_("by whom it is being done"), max_length=300, blank=True)
    consider_until = models.DateField(_("to be decided by"), null=True, blank=True)
    referred_to = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("referred to")
    )
    referred_elsewhere = models.CharField(_("another body, by name"), max_length=160, blank=True)
    note = models.CharField(_("what changed, in a sentence"), max_length=300, blank=True)
    """Of a revised answer; shown beside it."""
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    """The version of another answer with which it was written as one."""
    language = models.CharField(_("language"), max_length=20, default="en")
    revision = models.PositiveIntegerField(default=1)
    """Counts changes of a draft, so that a stale form is noticed."""
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices, default=Way.ONLINE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent to be cleared"), null=True, blank=True)
    """When somebody said that it is ready; a new edit, and whoever sends it back, take that away."""
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    cleared_by_name = models.CharField(_("cleared by"), max_length=160, blank=True)
    """As it is published: name and office of who cleared it."""
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a formal response")
        ordering: ClassVar = ["response", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "number"], name="response_version_number_unique"),
            models.UniqueConstraint(
                fields=["response"], condition=Q(published_at=None), name="response_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decision__in=Decision.values), name="response_decision"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(decision="") | Q(is_interim=True),
                name="response_published_with_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(cleared_at__isnull=False) & ~Q(cleared_by_name=""),
                name="response_published_after_clearance",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(decision__in=["", "accepted"]) | ~Q(reasons=""),
                name="response_has_reasons",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(decision="accepted_in_part") | ~Q(accepted_part=""),
                name="response_names_the_part",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(decision="already_under_way") | ~Q(by_whom=""),
                name="response_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | ~Q(decision="under_further_consideration")
                | Q(consider_until__isnull=False),
                name="response_consideration_ends",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | ~Q(decision="referred")
                | Q(referred_to__isnull=False)
                | ~Q(referred_elsewhere=""),
                name="response_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response}: {self.number}"

    @property
    def decision_tone(self) -> str:
        """Return the tone of the decision's badge."""
        return DECISION_TONES[Decision(self.decision)] if self.decision else ""


class Extension(models.Model):
    """A wish for more time. Its reason is published when it is granted."""

    response = models.ForeignKey(FormalResponse, models.CASCADE, related_name="extensions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        _("state"), max_length=8, choices=ExtensionState.choices, default=ExtensionState.ASKED
    )
    due_before = models.DateField(_("due before"))
    wanted_until = models.DateField(_("wanted until"))
    reason = models.CharField(_("reason"), max_length=500)
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("wish for more time")
        ordering: ClassVar = ["response", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "number"], name="extension_number_unique"),
            models.UniqueConstraint(
                fields=["response"], condition=Q(state="asked"), name="extension_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="extension_state"),
            models.CheckConstraint(condition=Q(wanted_until__gt=F("due_before")), name="extension_is_longer"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_says_why"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reason=""), name="extension_refused_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_before} → {self.wanted_until}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return EXTENSION_TONES[ExtensionState(self.state)]


class ResponseNotice(models.Model):
    """A step of reminding that was taken: once for each day on which an answer is due."""

    response = models.ForeignKey(FormalResponse, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=18, choices=NoticeKind.choices)
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of an answer")
        ordering: ClassVar = ["response", "sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "kind", "due_on"], name="notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.response}"


class AnswerImport(models.Model):
    """A spreadsheet of answers that was read and has yet to be taken over, or was."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="imports")
    token = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    """What was read, row by row, with what is wrong; drafts of answers, nothing about people."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of answers")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
