"""What binds beside the quotas of single values: quotas on combinations, caps per group; sign-off and templates."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.models.targets import Category, Value


class Crossing(models.Model):
    """Two categories whose values are counted together. Combinations without a quota are free."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="crossings")
    first = models.ForeignKey(Category, models.CASCADE, related_name="crossings")
    second = models.ForeignKey(Category, models.CASCADE, related_name="crossings_as_second")

    class Meta:
        verbose_name = _("combination")
        ordering: ClassVar = ["first__position", "second__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="crossing_unique"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="crossing_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first} × {self.second}"


class CrossedQuota(models.Model):
    """The least and most seats for people who have both of two values."""

    crossing = models.ForeignKey(Crossing, models.CASCADE, related_name="quotas")
    first_value = models.ForeignKey(Value, models.CASCADE, related_name="+")
    second_value = models.ForeignKey(Value, models.CASCADE, related_name="+")
    minimum = models.PositiveSmallIntegerField(_("at least"))
    maximum = models.PositiveSmallIntegerField(_("at most"))
    minimum_flex = models.PositiveSmallIntegerField(_("at least, if need be"), null=True, blank=True)
    maximum_flex = models.PositiveSmallIntegerField(_("at most, if need be"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota on a combination")
        ordering: ClassVar = ["first_value__position", "second_value__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crossing", "first_value", "second_value"], name="crossed_quota_unique"
            ),
            models.CheckConstraint(condition=Q(minimum__lte=F("maximum")), name="crossed_quota_ordered"),
            models.CheckConstraint(
                condition=Q(minimum_flex=None) | Q(minimum_flex__lte=F("minimum")),
                name="crossed_quota_minimum_flex",
            ),
            models.CheckConstraint(
                condition=Q(maximum_flex=None) | Q(maximum_flex__gte=F("maximum")),
                name="crossed_quota_maximum_flex",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_value} × {self.second_value}"


class Grouping(models.Model):
    """How many people of any one group may sit on a panel: the answers to a category are the groups.

    Without a category the groups are households. A household limit of one is the assembly's `one_per_household`, so
    that a grouping of households says two or more.
    """

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="groupings")
    category = models.OneToOneField(Category, models.CASCADE, null=True, blank=True, related_name="grouping")
    maximum = models.PositiveSmallIntegerField(_("at most"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("cap per group")
        ordering: ClassVar = ["category__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(category=None), name="grouping_one_of_households"
            ),
            models.CheckConstraint(condition=Q(maximum__gte=1), name="grouping_maximum"),
        ]

    def __str__(self) -> str:
        return str(self.category or _("Household"))


class TargetsSignOff(models.Model):
    """Somebody who was not the last to change the targets has agreed to them; the next change reopens that."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="targets_sign_offs")
    version = models.CharField(max_length=32)
    """The digest of the targets that were signed."""
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sign-off of the targets")
        ordering: ClassVar = ["-signed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(reopened_at=None), name="sign_off_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.signed_by}"


class TargetsTemplate(models.Model):
    """Categories, values, shares and quotas kept under a name, for other assemblies of the same people."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="targets_templates")
    name = models.CharField(_("name"), max_length=80)
    seats = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)
    """One list a value or combination: category, value, share, the four bounds, source."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("template of targets")
        ordering: ClassVar = [Lower("name"), "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("assembly", Lower("name"), name="targets_template_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name
