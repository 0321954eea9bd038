"""The open call for submissions, and what came to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from evidence.enums import CALL_TONES, SUBMISSION_TONES, CallState, SubmissionState, Way
from evidence.models.files import StoredFile
from evidence.models.items import EvidenceItem
from evidence.models.witnesses import Topic


class Call(models.Model):
    """The public call of an assembly: one row, opened and closed by hand or by its dates."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, related_name="evidence_call")
    state = models.CharField(_("state"), max_length=8, choices=CallState.choices, default=CallState.DRAFT)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("what is asked for"), max_length=6000)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    takes_files = models.BooleanField(_("takes files"), default=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("call for submissions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="call_state"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opened_at=None) | Q(closes_at__gt=F("opened_at")),
                name="call_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return CALL_TONES[CallState(self.state)]


class Submission(models.Model):
    """What somebody sent in. Taken up, it becomes an evidence item and passes the same gates."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=12, choices=SubmissionState.choices, default=SubmissionState.RECEIVED
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what you want members to know"), max_length=20_000, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    may_name = models.BooleanField(_("the name may be shown"), default=False)
    interests = models.TextField(_("declared interests"), max_length=2000, blank=True)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("topic")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("file")
    )
    reason = models.TextField(_("reason of the decision"), max_length=2000, blank=True)
    item = models.OneToOneField(
        EvidenceItem, models.PROTECT, null=True, blank=True, related_name="submission"
    )
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one submission. It is also the secret part of its author's link."""
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None: its author sent it from the public page."""
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "number"], name="submission_number_unique"),
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="submission_state"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False) | Q(erased_at__isnull=False),
                name="submission_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_taken_up") | ~Q(reason=""), name="submission_refusal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="taken_up", item__isnull=False) | (~Q(state="taken_up") & Q(item=None)),
                name="submission_taken_up_is_an_item",
            ),
        ]

    def __str__(self) -> str:
        return _now("Submission %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return SUBMISSION_TONES.get(SubmissionState(self.state), "")
