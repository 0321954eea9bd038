"""Selection runs: the row is the only truth of progress."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums import RUN_TONES, Objective, RunState


class SelectionRun(models.Model):
    """One computation: snapshot of pool and quotas, settings, software; result; who, when, why.

    A worker claims a pending run by a conditional update (pending → running), reports phase and heartbeat by plain
    updates, and finishes by a move of the lifecycle. A run whose heartbeat stopped is marked failed by the clock.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="selection_runs")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.PENDING)
    objective = models.CharField(
        _("objective"), max_length=10, choices=Objective.choices, default=Objective.LEXIMIN
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    one_per_household = models.BooleanField(_("at most one person per household"), default=True)
    seed = models.BigIntegerField(_("seed"))
    panels = models.PositiveIntegerField(_("numbered panels"), null=True, blank=True)
    time_limit = models.PositiveIntegerField(_("time limit in seconds"), default=600)
    is_test = models.BooleanField(_("test run"), default=False)
    is_binding = models.BooleanField(_("binding"), default=False)
    is_replacement = models.BooleanField(_("replacement run"), default=False)
    vacancies = models.ManyToManyField("sortition.Seat", related_name="sought_by", blank=True)
    """The seats that a replacement run seeks people for."""
    relaxations = models.JSONField(default=list)
    """Quotas that hold differently for this replacement alone: [[category, value, minimum, maximum], …]."""
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=dict)
    """The engine's last report: {"phase", "done", "total", "lowest", "gap", "panels"}."""
    pool_size = models.PositiveIntegerField(default=0)
    error = models.JSONField(default=dict)
    """Why it failed or that no panel is possible: {"code", "params", "repairs": …}."""
    summary = models.JSONField(default=dict)
    """Figures for lists and cards: lowest, median and highest chance, certificate's status, bound and gap, seconds."""

    class Meta:
        verbose_name = _("selection run")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="run_number_unique"),
            models.UniqueConstraint(
                fields=["assembly"],
                condition=Q(is_binding=True, is_replacement=False),
                name="run_one_binding",
            ),
            models.CheckConstraint(
                condition=Q(is_binding=False) | Q(is_test=False, state="completed"),
                name="run_binding_is_real",
            ),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state"),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: run {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return RUN_TONES[RunState(self.state)]


class RunData(models.Model):
    """The large parts of a run, apart from the row that lists read: gzipped canonical JSON.

    `snapshot` holds the instance as it was frozen when the run was made; `result` what the engine gave.
    """

    run = models.OneToOneField(SelectionRun, models.CASCADE, primary_key=True, related_name="data")
    snapshot = models.BinaryField()
    snapshot_sha256 = models.CharField(max_length=64)
    result = models.BinaryField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.run}: data"
