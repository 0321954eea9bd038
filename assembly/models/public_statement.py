"""What the organiser tells the public about an assembly, in versions."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models.assembly import Assembly


class PublicStatement(models.Model):
    """Why the assembly is held, who pays, who watches over it, how to reach the team. What was published stays."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="public_statements")
    number = models.PositiveIntegerField()
    language = models.CharField(_("language of these words"), max_length=10)
    why = models.TextField(_("why this assembly is held"), blank=True, max_length=4000)
    who_pays = models.TextField(_("who pays"), blank=True, max_length=2000)
    budget = models.DecimalField(
        _("how much it costs"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    oversight = models.TextField(_("who decides, and who watches over it"), blank=True, max_length=4000)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    post = models.TextField(_("address for letters"), max_length=400, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("public statement")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="statement_number_unique"),
            # Only one draft at a time: two people edit the same one, they do not make two.
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(published_at=None), name="statement_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(budget=None, currency="")
                | (Q(budget__isnull=False, budget__gte=0) & ~Q(currency="")),
                name="statement_budget_with_currency",
            ),
            # Whoever has no internet must be able to reach the team.
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (~Q(why="") & ~Q(who_pays="") & ~Q(oversight="") & (~Q(phone="") | ~Q(post=""))),
                name="statement_published_complete",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="statement_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: statement {self.number}"

    @property
    def is_published(self) -> bool:
        """Whether the public may read it (and nobody may change it)."""
        return self.published_at is not None
