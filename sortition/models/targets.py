"""Categories, their values, and the quota of each value."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly


class Category(models.Model):
    """A stratification feature, such as Age."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="categories")
    name = models.CharField(_("category"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(_("source of the shares"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("assembly", Lower("name"), name="category_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Value(models.Model):
    """One value of a category, its target (a population share in per cent) and its quota (least and most seats).

    A value without `minimum` and `maximum` has no quota yet; the lottery needs one for every value.
    """

    category = models.ForeignKey(Category, models.CASCADE, related_name="values")
    name = models.CharField(_("value"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    share = models.DecimalField(
        _("share of the population, %"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    minimum_flex = models.PositiveSmallIntegerField(_("at least, if need be"), null=True, blank=True)
    maximum_flex = models.PositiveSmallIntegerField(_("at most, if need be"), null=True, blank=True)

    class Meta:
        verbose_name = _("value")
        ordering: ClassVar = ["category__position", "category_id", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("category", Lower("name"), name="value_name_unique"),
            models.CheckConstraint(
                condition=Q(minimum=None, maximum=None)
                | Q(minimum__isnull=False, maximum__isnull=False, minimum__lte=F("maximum")),
                name="value_quota_both_ordered",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=100), name="value_share_percent"
            ),
            models.CheckConstraint(
                condition=Q(minimum_flex=None) | Q(minimum_flex__lte=F("minimum")), name="value_minimum_flex"
            ),
            models.CheckConstraint(
                condition=Q(maximum_flex=None) | Q(maximum_flex__gte=F("maximum")), name="value_maximum_flex"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_quota(self) -> bool:
        """Whether least and most seats are set."""
        return self.minimum is not None
