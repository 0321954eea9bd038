"""For how long an assembly keeps a class of data, where it is not the default."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.models.assembly import Assembly


class RetentionPeriod(models.Model):
    """The months that one class of data is kept after its clock has started."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="retention_periods")
    data_class = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField(_("months"), validators=[MaxValueValidator(240)])

    class Meta:
        verbose_name = _("retention period")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "data_class"], name="retention_one_per_class"),
        ]

    def __str__(self) -> str:
        return f"{self.data_class}: {self.months}"
