"""Webhooks: addresses of other programs that are told of events, and what became of each message."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.connections.enums_webhooks import (
    DELIVERY_TONES,
    WAITING,
    WEBHOOK_TONES,
    DeliveryState,
    StopReason,
    Trouble,
    WebhookState,
)
from assembly.connections.webhook_kinds import kind_of
from assembly.models import Assembly, AuditEvent


class Webhook(models.Model):
    """One address that is told of some kinds of events of an assembly."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="webhooks")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=8, choices=WebhookState.choices, default=WebhookState.ACTIVE
    )
    stopped_because = models.CharField(max_length=8, choices=StopReason.choices, blank=True)
    address = models.CharField(_("address"), max_length=500)
    purpose = models.CharField(_("what for"), max_length=200)
    kinds = models.JSONField(_("kinds of events"), default=list)
    """Keys of `webhook_kinds.KINDS`."""
    site = models.CharField(max_length=200)
    """Where the public pages are, with a slash at the end: messages name addresses on it."""
    secret = models.TextField(blank=True)
    """Sealed (webhook_secrets.py); blank once the webhook is ended."""
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    """Until when the secret before this one signs too."""
    seen_number = models.PositiveBigIntegerField(default=0)
    """How far the record of the assembly was turned into deliveries. Numbers are given under the lock of the record's
    chain, which is held to the commit: whoever reads entry n can read every one before it, so nothing is left out."""
    held_until = models.DateTimeField(null=True, blank=True)
    """A worker sends, and alone, until then; one that is killed holds nobody up for longer."""
    asked_at = models.DateTimeField(null=True, blank=True)
    """When the clock last asked a worker."""
    failing_since = models.DateTimeField(null=True, blank=True)
    """Since when nothing could be delivered."""
    token = models.UUIDField(unique=True)
    """Made with the form: sent twice, it is one webhook."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("webhook")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="webhook_number_unique"),
            models.CheckConstraint(condition=Q(state__in=WebhookState.values), name="webhook_state"),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_because__in=StopReason.values)
                | (~Q(state="stopped") & Q(stopped_because="")),
                name="webhook_stopped_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", secret="", former_secret="") | (~Q(state="ended") & ~Q(secret="")),
                name="webhook_secret_until_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(former_secret="", former_until=None)
                | (~Q(former_secret="") & Q(former_until__isnull=False)),
                name="webhook_former_secret_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return _now("Webhook %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return WEBHOOK_TONES[WebhookState(self.state)]

    @property
    def host(self) -> str:
        """Return the machine's name without the rest of the address, which may be a secret itself."""
        return self.address.partition("://")[2].partition("/")[0].partition("?")[0]

    def has_former_secret(self, now: datetime) -> bool:
        """Whether the secret before this one still signs."""
        return self.former_until is not None and now < self.former_until


class Delivery(models.Model):
    """One event on its way to one webhook. It holds nothing of the event: the message is made anew for each attempt."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField(_("entry of the record"))
    """The event's own number: deliveries go out in its order."""
    message_id = models.CharField(max_length=40, unique=True)
    """By it the other side knows a message that comes twice."""
    state = models.CharField(
        _("state"), max_length=8, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    failures = models.PositiveSmallIntegerField(default=0)
    """Failed attempts since it was queued, or queued again by hand."""
    next_at = models.DateTimeField(null=True, blank=True)
    """When it is tried next; nothing where it is not."""
    answer = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    """The number of the last answer, if there was one."""
    trouble = models.CharField(_("what went wrong"), max_length=12, choices=Trouble.choices, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        ordering: ClassVar = ["webhook", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once_for_each_event"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state"),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, next_at__isnull=False, ended_at=None)
                | (~Q(state__in=WAITING) & Q(next_at=None, ended_at__isnull=False)),
                name="delivery_waits_or_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent"]) | ~Q(trouble=""), name="delivery_failed_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["webhook", "number"], name="delivery_in_order"),
            models.Index(fields=["next_at"], condition=Q(state__in=WAITING), name="delivery_waiting"),
            models.Index(fields=["made_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return _now("Delivery of entry %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return DELIVERY_TONES[DeliveryState(self.state)]

    @property
    def kind_label(self) -> str:
        """Tell what happened. Read `event` together with lists of deliveries."""
        kind = kind_of(self.event.type)
        return str(kind.label) if kind else _now("A test")


class DeliveryAttempt(models.Model):
    """One attempt at a delivery."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("when"))
    answer = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    trouble = models.CharField(_("what went wrong"), max_length=12, choices=Trouble.choices, blank=True)
    milliseconds = models.PositiveIntegerField(_("took"))

    class Meta:
        verbose_name = _("attempt at a delivery")
        ordering: ClassVar = ["delivery", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
