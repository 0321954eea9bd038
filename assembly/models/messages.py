"""Messages: templates and their versions, batches, the messages of a batch, reminders, and who writes them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.enums import (
    MESSAGE_TONES,
    BatchState,
    LettersState,
    LetterWindow,
    MessageChannel,
    MessageState,
)
from assembly.models.assembly import Assembly


class MessageSender(models.Model):
    """As whom an assembly writes: where answers go, and what stands on its letters."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, related_name="message_sender")
    reply_to = models.EmailField(_("address for answers"), blank=True)
    address = models.TextField(_("sender’s address"), max_length=300, blank=True)
    window = models.CharField(
        _("envelope"), max_length=10, choices=LetterWindow.choices, default=LetterWindow.DIN
    )

    class Meta:
        verbose_name = _("sender of messages")

    def __str__(self) -> str:
        return f"{self.assembly}: {self.reply_to}"


class MessageTemplate(models.Model):
    """What is written to one audience. Its words stand in versions, which are never overwritten."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="message_templates")
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(_("audience"), max_length=40)
    """A key of `assembly/audiences.py`: it says which placeholders there are."""
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("template")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "name"], name="message_template_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """All languages of a template as they stood at one moment."""

    template = models.ForeignKey(MessageTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"


class TemplateText(models.Model):
    """The words of one version in one language. A blank letter is the e-mail's text; a blank SMS is no SMS."""

    version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    """The first language is for people whose own is not written."""
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text of the e-mail"), max_length=10_000)
    letter = models.TextField(_("text of the letter"), max_length=10_000, blank=True)
    sms = models.TextField(_("text message"), max_length=480, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="template_language_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"


class MessageReminder(models.Model):
    """A rule: so many days before or after a date of the assembly, write to an audience."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="message_reminders")
    template = models.ForeignKey(MessageTemplate, models.PROTECT, related_name="reminders")
    filters = models.JSONField(default=dict)
    occasion = models.CharField(_("date"), max_length=40)
    """A key of the dates that `assembly/audiences.py` knows."""
    days = models.SmallIntegerField(_("days"))
    """Days after the date; before it where negative."""
    sends_at_once = models.BooleanField(_("send without review"), default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.template}: {self.occasion} {self.days:+}"


class MessageBatch(models.Model):
    """One template written to one audience at one moment, reviewed and released by a person."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="message_batches")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="batches")
    audience = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)
    """Filter of the audience → chosen value: states and numbers of category values."""
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    reminder = models.ForeignKey(
        MessageReminder, models.PROTECT, null=True, blank=True, related_name="batches"
    )
    reminds_of = models.DateField(null=True, blank=True)
    """The date that the reminder was about: the same rule and date never make a second batch."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    queued_at = models.DateTimeField(null=True, blank=True)
    """When a worker was last asked to send, or last said that it is at it."""
    finished_at = models.DateTimeField(null=True, blank=True)
    letters = models.FileField(upload_to="letters/", blank=True)
    letters_state = models.CharField(max_length=10, choices=LettersState.choices, default=LettersState.NONE)
    letters_run = models.PositiveIntegerField(default=0)
    """Which asking for the PDF is the last: a worker that fell silent cannot overwrite a later one's."""
    letters_done = models.PositiveIntegerField(default=0)
    letters_total = models.PositiveIntegerField(default=0)
    letters_beat_at = models.DateTimeField(null=True, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch of messages")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="message_batch_number_unique"),
            models.UniqueConstraint(fields=["reminder", "reminds_of"], name="message_batch_reminds_once"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="message_batch_state"),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it waits for review."""
        return self.state == BatchState.DRAFT

    @property
    def is_released(self) -> bool:
        """Whether somebody let it go."""
        return self.state == BatchState.RELEASED


class OutboxMessage(models.Model):
    """One message to one person, written out when the batch was made."""

    batch = models.ForeignKey(MessageBatch, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    about_kind = models.CharField(max_length=40)
    """The kind of person of `assembly/personal_data.py`, and their primary key."""
    about_id = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=250, blank=True)
    channel = models.CharField(
        _("channel"), max_length=10, choices=MessageChannel.choices, default=MessageChannel.EMAIL
    )
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    address = models.TextField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=MessageState.choices, default=MessageState.DRAFT
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    """Why it was removed."""
    message_id = models.CharField(max_length=120, unique=True)
    """Made beforehand: whoever sends again after a doubt sends under the same name."""
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    """When it may be sent: at once, or after the pause that follows a failure."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("answer of the server"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("message")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="message_number_unique"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state"),
            models.CheckConstraint(condition=Q(channel__in=MessageChannel.values), name="message_channel"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "state", "due_at"], name="message_due"),
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return MESSAGE_TONES.get(MessageState(self.state), "")

    @property
    def is_erased(self) -> bool:
        """Whether its person was erased: who it was for and what it said are gone."""
        return not self.text and self.state != MessageState.UNREACHABLE
