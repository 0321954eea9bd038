"""Messages: templates, mailings to an audience, and the outbox with one row for each person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.enums import (
    LETTER_STATES,
    MAILING_TONES,
    MESSAGE_TONES,
    MailingChannel,
    MailingState,
    MessageChannel,
    MessageState,
)
from assembly.models.assembly import Assembly


class MessageTemplate(models.Model):
    """Words for one audience, with placeholders. A mailing keeps its own copy."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="message_templates")
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(_("audience"), max_length=40)
    """A key of `assembly/audiences.py`: it says which placeholders there are."""
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)

    class Meta:
        verbose_name = _("template")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "name"], name="message_template_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateText(models.Model):
    """A template's words in another language than the installation's own, which stands in the template."""

    template = models.ForeignKey(MessageTemplate, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)

    class Meta:
        verbose_name = _("words of a template")
        ordering: ClassVar = ["language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "language"], name="template_one_text"),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language})"


class Mailing(models.Model):
    """One text written to the people of an audience, reviewed and approved by a person."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="mailings")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(_("audience"), max_length=40)
    part = models.CharField(_("to"), max_length=40)
    """A key of the audience's filters, or that people were chosen one by one."""
    channel = models.CharField(
        _("way"), max_length=10, choices=MailingChannel.choices, default=MailingChannel.EMAIL
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    state = models.CharField(
        _("state"), max_length=10, choices=MailingState.choices, default=MailingState.DRAFT
    )
    unreached = models.PositiveIntegerField(default=0)
    """How many people of the audience had no address for its way when it was written."""
    sender_lines = models.TextField(_("how to reach the team"), max_length=300, blank=True)
    """Printed on its letters."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    beat_at = models.DateTimeField(null=True, blank=True)
    """When a worker was last asked to send, or last said that it is at it."""

    class Meta:
        verbose_name = _("mailing")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="mailing_number_unique"),
            models.CheckConstraint(condition=Q(state__in=MailingState.values), name="mailing_state"),
            models.CheckConstraint(condition=Q(channel__in=MailingChannel.values), name="mailing_channel"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MAILING_TONES[MailingState(self.state)]


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages by the way they go."""

    def by_machine(self) -> "OutboxQuerySet":
        """Keep those that a worker sends."""
        return self.filter(channel__in=[MessageChannel.EMAIL, MessageChannel.SMS])

    def letters(self) -> "OutboxQuerySet":
        """Keep those that people print and post."""
        return self.filter(channel=MessageChannel.LETTER)

    def without_address(self) -> "OutboxQuerySet":
        """Keep those whose person was erased: nobody can be reached by them any more."""
        return self.filter(
            Q(channel=MessageChannel.EMAIL, email="")
            | Q(channel=MessageChannel.LETTER, address="")
            | Q(channel=MessageChannel.SMS, phone="")
        )


class OutboxMessage(models.Model):
    """One message to one person, written out when the mailing was made: what is reviewed is what is sent."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    about_kind = models.CharField(max_length=40)
    """The kind of person of `assembly/personal_data.py`, and their primary key."""
    about_id = models.BigIntegerField()
    channel = models.CharField(
        _("channel"), max_length=10, choices=MessageChannel.choices, default=MessageChannel.EMAIL
    )
    name = models.CharField(_("name"), max_length=250, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    """The lines of the window. Only the address that the message goes to is kept, the others are blank."""
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    subject = models.CharField(_("subject"), max_length=600, blank=True)
    body = models.TextField(_("text"), blank=True)
    parts = models.PositiveSmallIntegerField(_("parts"), default=0)
    """As how many text messages the network carries it; 0 for other channels."""
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.DRAFT
    )
    message_id = models.CharField(max_length=120, unique=True)
    """Made beforehand: a message sent again after a doubt carries the same one."""
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    """When it may be sent: at once, or after the pause that follows a failure."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    """When a worker took it, or when the letter was printed."""
    ended_at = models.DateTimeField(_("when"), null=True, blank=True)
    error = models.CharField(_("answer of the server"), max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailing", "number"], name="message_number_unique"),
            models.UniqueConstraint(
                fields=["mailing", "about_kind", "about_id", "channel"], name="message_once_each"
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state"),
            models.CheckConstraint(
                condition=Q(channel="none", state="unreached")
                | (Q(channel__in=["email", "letter", "sms"]) & ~Q(state="unreached")),
                name="message_channel",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["mailing", "state", "due_at"], name="message_due"),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing} {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MESSAGE_TONES.get(MessageState(self.state), "")

    @property
    def state_label(self) -> str:
        """Return what the state is called: letters are posted, not sent."""
        state = MessageState(self.state)
        is_letter = self.channel == MessageChannel.LETTER
        return str(LETTER_STATES.get(state, state.label) if is_letter else state.label)

    @property
    def reached_at(self) -> str:
        """Return where it goes, in one line."""
        return self.email or self.phone or ", ".join(self.address.splitlines())
