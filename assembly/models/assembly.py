"""One assembly and the versions of its remit."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assembly.enums import ASSEMBLY_TONES, AssemblyState


class Assembly(models.Model):
    """One process: its question, its dates, its number of seats. The question stands in the remit."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    commissioning_authority = models.CharField(_("commissioning authority"), max_length=160)
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    first_session_on = models.DateField(_("first session"), null=True, blank=True)
    last_session_on = models.DateField(_("last session"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AssemblyState.choices, default=AssemblyState.DRAFT
    )
    paused_from = models.CharField(max_length=20, choices=AssemblyState.choices, blank=True)
    is_rehearsal = models.BooleanField(_("rehearsal"), default=False)
    """Whether people and answers are invented; every page and document says so, and nothing goes out."""
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    one_per_household = models.BooleanField(_("at most one person per household"), default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("assembly")
        verbose_name_plural = _("assemblies")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seats__gte=1) & Q(seats__lte=1000), name="assembly_seats"),
            models.CheckConstraint(condition=Q(state__in=AssemblyState.values), name="assembly_state"),
            models.CheckConstraint(
                condition=Q(state="paused") & ~Q(paused_from="") | ~Q(state="paused") & Q(paused_from=""),
                name="assembly_paused_from",
            ),
            models.CheckConstraint(
                condition=Q(first_session_on=None)
                | Q(last_session_on=None)
                | Q(last_session_on__gte=models.F("first_session_on")),
                name="assembly_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the workspace's overview."""
        return reverse("overview", args=[self.slug])

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return ASSEMBLY_TONES.get(AssemblyState(self.state), "active")


class StateEntry(models.Model):
    """When an assembly entered a state: the dates on its timeline."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="state_entries")
    state = models.CharField(max_length=20, choices=AssemblyState.choices)
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["entered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.state}"


class RemitVersion(models.Model):
    """The neutral question, its scope and the promise of an answer. A published version is never overwritten."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="remit_versions")
    number = models.PositiveIntegerField()
    question = models.TextField(_("the question"), max_length=600)
    in_scope = models.TextField(_("in scope"), blank=True, max_length=4000)
    out_of_scope = models.TextField(_("out of scope"), blank=True, max_length=4000)
    response_promise = models.TextField(_("the promised answer"), blank=True, max_length=4000)
    response_months = models.PositiveSmallIntegerField(
        _("months until the answer"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("remit")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="remit_number_unique"),
            # Only one draft at a time: two people edit the same one, they do not make two.
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(published_at=None), name="remit_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | (~Q(response_promise="") & Q(response_months__isnull=False)),
                name="remit_published_with_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: remit {self.number}"

    @property
    def is_published(self) -> bool:
        """Whether the public may read it (and nobody may change it)."""
        return self.published_at is not None
