"""Draws: the public act that picks one of a run's numbered panels."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums_draws import DRAW_TONES, DrawState, SourceKind
from sortition.models.pool import Respondent
from sortition.models.runs import SelectionRun


class Draw(models.Model):
    """One draw from preparation to publication; a void one stays in the list.

    What is laid down before the randomness is known stands in `DrawFile.frozen`; its digest is `frozen_hash`.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField(_("number"))
    run = models.ForeignKey(SelectionRun, models.PROTECT, related_name="draws")
    state = models.CharField(_("state"), max_length=20, choices=DrawState.choices, default=DrawState.PREPARED)
    is_rehearsal = models.BooleanField(default=False)
    source_kind = models.CharField(_("source of randomness"), max_length=10, choices=SourceKind.choices)
    source = models.JSONField(default=dict)
    """The source as `sortition.draw` writes it: {"kind": …}."""
    witnesses = models.JSONField(_("witnesses"), default=list)
    """Names of the people who watch the draw, each a text."""
    held_at = models.DateTimeField(_("time of the draw"))
    deadline = models.DateTimeField(_("void if nothing was drawn by"))
    void_rule = models.TextField(_("void rule"), max_length=2000)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    frozen_hash = models.CharField(max_length=64, blank=True)
    readings = models.JSONField(default=list)
    """What people have typed of the balls or dice so far: [{"by": name, "goes": [[face, …], …]}, …]."""
    value = models.JSONField(default=dict)
    """The randomness as `sortition.draw` writes it, once it is known."""
    received_at = models.DateTimeField(null=True, blank=True)
    panel_number = models.PositiveIntegerField(null=True, blank=True)
    """From 0, as in the file; screens and papers name the panel by the same number."""
    resolved_at = models.DateTimeField(null=True, blank=True)
    bundle_hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True, max_length=2000)
    void_witnesses = models.JSONField(default=list)

    class Meta:
        verbose_name = _("draw")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="draw_number_unique"),
            # Two organisers who press at once: one draw.
            models.UniqueConstraint(
                fields=["assembly"], condition=~Q(state="voided"), name="draw_one_that_counts"
            ),
            models.CheckConstraint(condition=Q(state__in=DrawState.values), name="draw_state"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(is_rehearsal=True) | ~Q(approved_by=F("prepared_by")),
                name="draw_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "voided"])
                | (Q(approved_by__isnull=False) & ~Q(frozen_hash="") & Q(committed_at__isnull=False)),
                name="draw_committed_after_approval",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["resolved", "published"])
                | (Q(panel_number__isnull=False) & Q(resolved_at__isnull=False) & ~Q(bundle_hash="")),
                name="draw_resolved_has_panel",
            ),
            models.CheckConstraint(
                condition=~Q(state="voided") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="draw_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Draw %(number)s") % {"number": self.number})

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return DRAW_TONES[DrawState(self.state)]


class DrawFile(models.Model):
    """The large parts of a draw, apart from the row that lists read.

    frozen: the canonical file that was committed; the database refuses to change it. seed: the system's own number,
    which nobody sees before the witnesses have added theirs.
    """

    draw = models.OneToOneField(Draw, models.PROTECT, primary_key=True, related_name="file")
    frozen = models.BinaryField(default=b"")
    bundle = models.BinaryField(default=b"")
    """The public file once there is an outcome."""
    seed = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.draw}: files"


class DrawEntrant(models.Model):
    """One person's opening of their commitment. Erasing it leaves the published commitment as it is."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="entrants")
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="entered_draws")
    pseudonym = models.CharField(max_length=16)
    reference = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    groups = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pseudonym"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "respondent"], name="entrant_once"),
            models.UniqueConstraint(fields=["draw", "pseudonym"], name="entrant_pseudonym_once"),
        ]

    def __str__(self) -> str:
        return self.pseudonym
