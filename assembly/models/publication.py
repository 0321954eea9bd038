"""What was promised to the public: each promise, and every day that it was promised for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.enums import PublicationState
from assembly.models.assembly import Assembly


class PublicationItem(models.Model):
    """Something promised to the public. What was promised is never changed: it is kept, or withdrawn with a reason."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="publication_items")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=12, choices=PublicationState.choices, default=PublicationState.PROMISED
    )
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    """Key in `assembly/publication_kinds.py`: the system sees by itself when it is out. Blank: a person notes it."""
    what = models.CharField(_("what will be published"), max_length=600, blank=True)
    promised_at = models.DateTimeField()
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    delivered_on = models.DateField(_("out since"), null=True, blank=True)
    link = models.CharField(_("address"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=600, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=600, blank=True)
    """Why it was withdrawn; everybody reads it."""
    corrected_on = models.DateField(_("corrected"), null=True, blank=True)
    correction = models.CharField(_("correction"), max_length=600, blank=True)
    """Why it had been noted as out and was not; everybody reads it."""

    class Meta:
        verbose_name = _("publication item")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="publication_number_unique"),
            models.UniqueConstraint(
                fields=["assembly", "title"],
                condition=~Q(state="withdrawn"),
                name="publication_title_once",
            ),
            models.UniqueConstraint(
                fields=["assembly", "kind"],
                condition=~Q(kind="") & ~Q(state="withdrawn"),
                name="publication_kind_once",
            ),
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state"),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_on__isnull=False)
                | (~Q(state="delivered") & Q(delivered_on=None, link="", note="")),
                name="publication_out_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(reason="")
                | (~Q(state="withdrawn") & Q(withdrawn_on=None, reason="")),
                name="publication_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrected_on=None, correction="")
                | (Q(corrected_on__isnull=False) & ~Q(correction="")),
                name="publication_corrected_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="publication_link_is_safe"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return the page on which the team looks after it."""
        return reverse("publication_item", args=[self.assembly.slug, self.number])


class PublicationDay(models.Model):
    """A day for which something was promised: the first, and each later one with its reason. Never changed."""

    item = models.ForeignKey(PublicationItem, models.PROTECT, related_name="days")
    number = models.PositiveIntegerField(_("number"))
    due_on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=600, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("promised day")
        ordering: ClassVar = ["item", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="publication_day_number_unique"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="publication_day_moved_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.due_on.isoformat()}"
