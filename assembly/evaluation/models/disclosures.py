"""Freedom-of-information requests, and the packs that answer them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.evaluation.enums_closing import PACK_TONES, REQUEST_TONES, UNDER_WAY, PackState, RequestState
from assembly.models import Assembly
from evidence.enums import Way


class DisclosureRequest(models.Model):
    """What somebody asked to be told. Who asked may be left out: nobody need say why they ask."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="disclosure_requests")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.RECEIVED
    )
    asked_on = models.DateField(_("asked on"))
    asked_by = models.CharField(_("who asked"), max_length=200, blank=True)
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    subject = models.TextField(_("what is asked"), max_length=2000)
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("until"), null=True, blank=True)
    """Without days the whole assembly is asked about."""
    due_on = models.DateField(_("to be answered by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    """Why it was refused, or what was said when it was withdrawn or looked at again."""
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one request."""
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("freedom-of-information request")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="disclosure_number_unique"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="disclosure_state"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="disclosure_way"),
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="disclosure_due_after"),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
                name="disclosure_period_forward",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="disclosure_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="received", settled_on=None)
                | (~Q(state="received") & Q(settled_on__isnull=False)),
                name="disclosure_settled_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return _now("Request %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return REQUEST_TONES[RequestState(self.state)]


class DisclosurePack(models.Model):
    """One pack for a request, built by a worker; `asked_at` is the moment as of which it tells."""

    request = models.ForeignKey(DisclosureRequest, models.CASCADE, related_name="packs")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=8, choices=PackState.choices, default=PackState.PENDING)
    site = models.CharField(max_length=200)
    """Where the public pages are, with a slash at the end: files name addresses on it."""
    file = models.FileField(upload_to="disclosures/", blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    """Bytes."""
    sha256 = models.CharField(max_length=64, blank=True)
    contents = models.JSONField(default=list)
    """The files: {"name", "title", "rows", "bytes", "sha256", "rules": {key: how often it was applied}}."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    """Why it could not be built, in a sentence."""

    class Meta:
        verbose_name = _("pack for a request")
        ordering: ClassVar = ["request", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="disclosure_pack_number_unique"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state__in=UNDER_WAY), name="disclosure_pack_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=PackState.values), name="disclosure_pack_state"),
            models.CheckConstraint(
                condition=Q(state="ready", made_at__isnull=False, size__isnull=False)
                & ~Q(file="")
                & ~Q(sha256="")
                | ~Q(state="ready") & Q(made_at=None, file=""),
                name="disclosure_pack_ready_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(problem=""), name="disclosure_pack_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return _now("Pack %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return PACK_TONES[PackState(self.state)]
