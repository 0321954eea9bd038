"""The choices of seating plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """The lifecycle of a seating plan."""

    DRAFT = "draft", _("Draft")
    IN_USE = "in_use", _("In use")
    SUPERSEDED = "superseded", _("Set aside")


PLAN_TONES = {PlanState.DRAFT: "warn", PlanState.IN_USE: "good", PlanState.SUPERSEDED: "plain"}


class JobState(models.TextChoices):
    """The lifecycle of a computation of a plan."""

    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("Working")
    COMPLETED = "completed", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


class RuleKind(models.TextChoices):
    """What a rule asks of the people it names."""

    TOGETHER = "together", _("Keep together")
    APART = "apart", _("Keep apart")
