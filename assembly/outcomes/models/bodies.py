"""Who owes answers: bodies, their officials, who stands in for whom, and the plan of the answer."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from assembly.outcomes.enums_responses import DuePreset, DueUnit, PublishMode


class ResponsePlan(models.Model):
    """By when and how the authority answers, as it promised. One for each assembly."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, related_name="response_plan")
    preset = models.CharField(_("time for an answer"), max_length=20, choices=DuePreset.choices)
    amount = models.PositiveSmallIntegerField(
        _("how many"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    unit = models.CharField(_("days or months"), max_length=6, choices=DueUnit.choices)
    mode = models.CharField(
        _("how answers are published"),
        max_length=10,
        choices=PublishMode.choices,
        default=PublishMode.ONE_BY_ONE,
    )
    first_report_months = models.PositiveSmallIntegerField(
        _("months until the first progress report"), default=3, validators=[MinValueValidator(1)]
    )
    report_every_months = models.PositiveSmallIntegerField(
        _("months between progress reports"), default=6, validators=[MinValueValidator(1)]
    )
    fewest_ratings = models.PositiveSmallIntegerField(
        _("fewest ratings that are shown"), default=5, validators=[MinValueValidator(3)]
    )
    handed_over_on = models.DateField(_("report handed over on"), null=True, blank=True)
    authority = models.ForeignKey(
        "Body",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commissioning authority"),
    )
    """Told when an answer is a month late."""

    class Meta:
        verbose_name = _("plan of the answer")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(unit__in=DueUnit.values), name="plan_unit"),
            models.CheckConstraint(condition=Q(mode__in=PublishMode.values), name="plan_mode"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="plan_amount"),
            models.CheckConstraint(condition=Q(fewest_ratings__gte=3), name="plan_fewest_ratings"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_unit_display()}"


class Body(models.Model):
    """A body that answers: a council, a department, an agency."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="bodies")
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail address of its office"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    head_name = models.CharField(_("who heads it"), max_length=120, blank=True)
    head_email = models.EmailField(_("e-mail address of who heads it"), blank=True)
    """Told when an answer is a week late."""
    is_active = models.BooleanField(_("can be asked"), default=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "name"], name="body_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """Somebody with an account who answers for a body; their role in the assembly stands in the team."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="officials")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="official_of")
    office = models.CharField(_("office"), max_length=120, blank=True)
    is_approver = models.BooleanField(_("clears answers"), default=False)

    class Meta:
        verbose_name = _("official")
        ordering: ClassVar = ["body", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "user"], name="official_once_for_a_body"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class StandIn(models.Model):
    """Who acts for an official of the same body for some days."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="stand_ins")
    stands_in = models.ForeignKey(
        Official, models.CASCADE, related_name="stands_in_for", verbose_name=_("who acts")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("stand-in")
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="stand_in_dates"),
            models.CheckConstraint(condition=~Q(official=F("stands_in")), name="stand_in_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.stands_in}: {self.from_on}–{self.until_on}"
