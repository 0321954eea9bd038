"""What organisers remark on indicators."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly


class IndicatorRemark(models.Model):
    """A remark on one indicator, in versions: the newest stands beside it for everybody, unless it is empty.

    The database refuses to change or remove one.
    """

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="indicator_remarks")
    indicator = models.CharField(max_length=60)
    """The key of the indicator, as it is registered."""
    number = models.PositiveIntegerField()
    text = models.TextField(_("remark"), max_length=2000, blank=True)
    """Empty: the remark before was taken back."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("remark on an indicator")
        ordering: ClassVar = ["indicator", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assembly", "indicator", "number"], name="indicator_remark_number_unique"
            ),
            models.CheckConstraint(condition=~models.Q(indicator=""), name="indicator_remark_on_something"),
        ]

    def __str__(self) -> str:
        return _now("Remark %(number)s") % {"number": self.number}
