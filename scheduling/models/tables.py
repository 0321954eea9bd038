"""Seating plans: who sits at which table in which round, who facilitates there, and what a plan has to obey."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, Person
from scheduling.enums_tables import PLAN_TONES, JobState, PlanState, RuleKind
from scheduling.models.sessions import Session
from scheduling.models.venues import Room

MOST_ROUNDS = 12


class SeatingPlan(models.Model):
    """The tables of one session, for all its rounds."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="seating_plans")
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    rounds = models.PositiveSmallIntegerField(
        _("rounds"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ROUNDS)]
    )
    categories = models.JSONField(_("balanced on"), default=list, blank=True)
    """Names of categories, the weightiest first."""
    seed = models.BigIntegerField(_("seed"))
    left_out = models.JSONField(default=list, blank=True)
    """Rules that could not be kept and were taken out: [{"code": …, "params": …}, …]."""
    measures = models.JSONField(default=dict, blank=True)
    """Figures as `measures_as_json` writes them, as of the last change."""
    version = models.PositiveIntegerField(default=1)
    """Counts changes by hand, so that a stale form or a stale drop is noticed."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("seating plan")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="seating_plan_number_unique"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="in_use"), name="seating_plan_one_in_use"
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="seating_plan_state"),
            models.CheckConstraint(
                condition=Q(rounds__gte=1, rounds__lte=MOST_ROUNDS), name="seating_plan_rounds"
            ),
        ]

    def __str__(self) -> str:
        return _now("Plan %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return PLAN_TONES[PlanState(self.state)]


class PlanTable(models.Model):
    """A table of a plan, the same in all its rounds."""

    plan = models.ForeignKey(SeatingPlan, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField(_("number"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="plan_tables", verbose_name=_("room")
    )
    capacity = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    features = models.JSONField(_("access features"), default=list, blank=True)
    """Values of `AccessFeature`, sorted: those of its room."""

    class Meta:
        verbose_name = _("table")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_table_number_unique"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(minimum__lte=F("capacity")), name="plan_table_sizes"
            ),
        ]

    def __str__(self) -> str:
        return _now("Table %(number)s") % {"number": self.number}


class PlanSeat(models.Model):
    """Where somebody sits in one round. Whoever is absent has no row."""

    plan = models.ForeignKey(SeatingPlan, models.CASCADE, related_name="seats")
    round = models.PositiveSmallIntegerField(_("round"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="plan_seats")
    table = models.ForeignKey(PlanTable, models.CASCADE, related_name="seats", verbose_name=_("table"))

    class Meta:
        verbose_name = _("place at a table")
        ordering: ClassVar = ["round", "table", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "round", "person"], name="plan_seat_once"),
            models.CheckConstraint(condition=Q(round__gte=1), name="plan_seat_round"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.round}, {self.table}"


class PlanFacilitator(models.Model):
    """Who facilitates at a table in one round."""

    plan = models.ForeignKey(SeatingPlan, models.CASCADE, related_name="facilitators")
    round = models.PositiveSmallIntegerField(_("round"))
    table = models.ForeignKey(PlanTable, models.CASCADE, related_name="facilitators", verbose_name=_("table"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="plan_facilitations")

    class Meta:
        verbose_name = _("facilitator of a table")
        ordering: ClassVar = ["round", "table", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "round", "table"], name="plan_facilitator_of_table"),
            models.UniqueConstraint(fields=["plan", "round", "person"], name="plan_facilitator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.round}, {self.table}"


class PlanMove(models.Model):
    """One act by hand on a plan that can be undone: where people sat before and after."""

    plan = models.ForeignKey(SeatingPlan, models.CASCADE, related_name="moves")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    """What was done: "move", "swap" or "repair"."""
    changes = models.JSONField()
    """[[round, key of the person, number of the table before or None, after or None], …]."""
    hosts = models.JSONField(default=list, blank=True)
    """[[round, number of the table, key of its facilitator before or None, after or None], …]."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of a seating plan")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_move_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.verb} {self.number}"


class SeatingRule(models.Model):
    """People who must sit at one table (an interpreter's, say), or who must not. Why is for the staff alone."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="seating_rules")
    kind = models.CharField(_("what is asked"), max_length=8, choices=RuleKind.choices)
    people = models.ManyToManyField(Person, related_name="seating_rules", verbose_name=_("people"))
    reason = models.TextField(_("why"), max_length=500, blank=True)
    since = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules_from_here",
        verbose_name=_("from session"),
    )
    until = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rules_to_here",
        verbose_name=_("to session"),
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("rule for tables")
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=RuleKind.values), name="seating_rule_kind"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def binds(self, session: Session) -> bool:
        """Whether it holds in a session of its assembly."""
        after = self.since is None or self.since.starts_at <= session.starts_at
        return after and (self.until is None or session.starts_at <= self.until.starts_at)


class FixedSeat(models.Model):
    """Somebody sits at a table whatever is computed for a session; in one round, or in all of them."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="fixed_seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="fixed_seats")
    table_number = models.PositiveSmallIntegerField(_("table"), validators=[MinValueValidator(1)])
    round = models.PositiveSmallIntegerField(_("round"), null=True, blank=True)
    """None: in all rounds."""

    class Meta:
        verbose_name = _("fixed place")
        ordering: ClassVar = ["person", "round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person", "round"], name="fixed_seat_once"),
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(round=None), name="fixed_seat_once_for_all"
            ),
            models.CheckConstraint(condition=Q(table_number__gte=1), name="fixed_seat_table"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.table_number}"


class SeatingJob(models.Model):
    """One computation of a plan in the background; the row is the only truth of its progress."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="seating_jobs")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.PENDING)
    wanted = models.JSONField()
    """What was asked for, as `PlanSettings.as_json` writes it."""
    progress = models.JSONField(default=dict, blank=True)
    error = models.JSONField(default=dict, blank=True)
    plan = models.OneToOneField(SeatingPlan, models.SET_NULL, null=True, blank=True, related_name="job")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    stop_wanted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("computation of a seating plan")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="seating_job_state"),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state__in=["pending", "running"]),
                name="seating_job_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.get_state_display()}"
