"""Commitments made in answers, their milestones, the reports about them, and the proofs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.outcomes.enums_responses import (
    COMMITMENT_TONES,
    VERIFICATION_TONES,
    CommitmentState,
    ProofKind,
    VerificationState,
)
from assembly.outcomes.models.bodies import Body
from assembly.outcomes.models.responses import ResponseVersion
from evidence.enums import Way
from evidence.models import StoredFile


class Commitment(models.Model):
    """One promise. Its words may change while the answer that makes it is a draft, and never after."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="commitments")
    number = models.PositiveIntegerField()
    promised_in = models.ForeignKey(ResponseVersion, models.PROTECT, related_name="commitments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="commitments", verbose_name=_("body"))
    text = models.TextField(_("what will be done"), max_length=2000)
    owner = models.CharField(_("owner"), max_length=160, blank=True)
    """The office that sees to it, by name; a person's name only where they hold the office in public."""
    due_on = models.DateField(_("done by"), null=True, blank=True)
    budget = models.CharField(_("budget"), max_length=200, blank=True)
    legal_route = models.CharField(_("legal route"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=CommitmentState.choices, default=CommitmentState.PLANNED
    )
    verification = models.CharField(
        _("verification"),
        max_length=18,
        choices=VerificationState.choices,
        default=VerificationState.UNVERIFIED,
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    """Of the delay, of what is missing, or why it was given up."""
    expected_on = models.DateField(_("now expected"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    next_report_on = models.DateField(_("next report due"), null=True, blank=True)
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True)
    """The newest day that passed for which its officials were reminded: once for each."""

    class Meta:
        verbose_name = _("commitment")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="commitment_number_unique"),
            models.CheckConstraint(condition=Q(state__in=CommitmentState.values), name="commitment_state"),
            models.CheckConstraint(
                condition=Q(verification__in=VerificationState.values), name="commitment_verification"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["partially_delivered", "delayed", "abandoned"]) | ~Q(reason=""),
                name="commitment_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(superseded_by__isnull=False),
                name="commitment_superseded_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="delayed") | Q(expected_on__isnull=False),
                name="commitment_delayed_until",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["assembly", "state"], name="commitment_by_state")]

    def __str__(self) -> str:
        return _now("Commitment %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return COMMITMENT_TONES.get(CommitmentState(self.state), "")

    @property
    def verification_tone(self) -> str:
        """Return the tone of the verification's badge."""
        return VERIFICATION_TONES.get(VerificationState(self.verification), "")


class Milestone(models.Model):
    """A dated step of a commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("step"), max_length=300)
    due_on = models.DateField(_("done by"))
    reached_in = models.ForeignKey(
        "ProgressReport", models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    reached_on = models.DateField(_("reached"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        ordering: ClassVar = ["commitment", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "position"], name="milestone_position_unique"),
            models.CheckConstraint(
                condition=Q(reached_on=None, reached_in=None)
                | Q(reached_on__isnull=False, reached_in__isnull=False),
                name="milestone_reached_in_a_report",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProgressReport(models.Model):
    """A periodic account of a commitment. Reports are added; the database refuses to change or remove one."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=20, choices=CommitmentState.choices)
    """Where the body says the commitment stands."""
    text = models.TextField(_("what was done"), max_length=4000)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    """Of a delay, of what is missing, or why it was given up, as it was said then."""
    expected_on = models.DateField(_("now expected"), null=True, blank=True)
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one report."""
    reported_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("progress report")
        ordering: ClassVar = ["commitment", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="progress_number_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="progress_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.number}"


class Proof(models.Model):
    """Evidence that a commitment was kept, or what somebody who looked into it found. Entries are only added."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="proofs")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=ProofKind.choices)
    text = models.TextField(_("what it shows"), max_length=2000)
    link = models.URLField(_("address"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name=_("file")
    )
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one entry."""
    made_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("proof")
        ordering: ClassVar = ["commitment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="proof_number_unique"),
            models.CheckConstraint(condition=Q(kind__in=ProofKind.values), name="proof_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.number}"
