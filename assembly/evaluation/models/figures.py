"""Figures of the panel that are published: from which limit on groups are told, and the columns that are out."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.small_cells import LEAST_LIMIT, LIMIT, Counts, ProtectedColumn, Published

MOST_LIMIT = 20


class FiguresSettings(models.Model):
    """How small a group may be and still be told of. No row: the usual limit."""

    assembly = models.OneToOneField(
        Assembly, models.CASCADE, primary_key=True, related_name="figures_settings"
    )
    limit = models.PositiveSmallIntegerField(
        _("smallest group that is shown"),
        default=LIMIT,
        validators=[MinValueValidator(LEAST_LIMIT), MaxValueValidator(MOST_LIMIT)],
    )

    class Meta:
        verbose_name = _("settings of figures")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(limit__gte=LEAST_LIMIT, limit__lte=MOST_LIMIT), name="figures_limit_hides"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.limit}"


class PublishedColumn(models.Model):
    """One stage as it was published. The database keeps the row as it is.

    `counts` stays secret: later columns are decided against it. `protected` is what the public sees, for good.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="published_columns")
    stage = models.CharField(max_length=60)
    """What was counted, as `figure_words` names it."""
    order = models.PositiveIntegerField()
    limit = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    """{"total", "within": [stages], "cells": {category: {value: people}}}."""
    protected = models.JSONField()
    """As `small_cells.ProtectedColumn` writes it."""
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("published figures")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "stage"], name="published_column_once"),
            models.CheckConstraint(condition=~Q(stage=""), name="published_column_of_a_stage"),
            models.CheckConstraint(condition=Q(limit__gte=LEAST_LIMIT), name="published_column_limit_hides"),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.stage}"

    @property
    def shown(self) -> ProtectedColumn:
        """Return what anybody may see."""
        return ProtectedColumn.from_json(self.stage, self.protected)

    def as_published(self) -> Published:
        """Return it as later columns are decided against it."""
        counts = Counts(
            self.stage, self.counts["total"], self.counts["cells"], frozenset(self.counts["within"])
        )
        return Published(counts, self.shown)
