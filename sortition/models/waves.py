"""Invitation waves: the file of addresses, the addresses drawn from it, and which wave brought a respondent."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums import WAVE_TONES, WaveState
from sortition.models.pool import Respondent


class AddressFile(models.Model):
    """A file of addresses that can be invited, and how its columns are read."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="address_files")
    file = models.FileField(upload_to="addresses/", blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    """What columns are for, see `sortition/reading/addresses.py`: a heading or "" each, "strata" a list of them."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of addresses")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class InvitationWave(models.Model):
    """Letters that go out together: how they were drawn, what they say, and how far printing has come."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=WaveState.choices, default=WaveState.DRAWN)
    source = models.ForeignKey(AddressFile, models.SET_NULL, null=True, blank=True, related_name="waves")
    seed = models.BigIntegerField(_("seed"))
    letters = models.PositiveIntegerField(_("letters"))
    design = models.JSONField(default=dict)
    """How it was drawn: {"strata": [[name, addresses, letters]], "favoured", "favoured_share", "file_sha256"}."""
    token = models.UUIDField(unique=True)
    """128 random bits from which, with the installation's secret, the codes of the letters are made."""
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"), max_length=6000, blank=True)
    sender_name = models.CharField(_("sender"), max_length=80, blank=True)
    sender_lines = models.TextField(_("address of the sender"), max_length=300, blank=True)
    link_base = models.CharField(max_length=200, blank=True)
    """The short address of the registration page, to which each letter's code is added."""
    print_wanted_at = models.DateTimeField(null=True, blank=True)
    """Set while letters wait for a worker or are being written."""
    print_beat_at = models.DateTimeField(null=True, blank=True)
    print_done = models.PositiveIntegerField(default=0)
    print_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(null=True, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    landed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation wave")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="wave_number_unique"),
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="wave_state"),
            models.CheckConstraint(
                condition=Q(posted_on__isnull=False) | ~Q(state__in=["posted", "landed"]),
                name="wave_posted_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: wave {self.number}"

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return WAVE_TONES[WaveState(self.state)]

    def takes_answers(self, today: date) -> bool:
        """Whether the time to answer its letters is not over."""
        is_over = self.answer_by is not None and today > self.answer_by
        return self.state in (WaveState.PRINTED, WaveState.POSTED) and not is_over


class InvitedAddress(models.Model):
    """One address of a wave: one letter."""

    wave = models.ForeignKey(InvitationWave, models.CASCADE, related_name="invited")
    number = models.PositiveIntegerField()
    lines = models.TextField(blank=True)
    """The lines of the address as they are printed."""
    area = models.CharField(_("area"), max_length=80, blank=True)
    stratum = models.CharField(_("stratum"), max_length=200, blank=True)
    chance = models.FloatField(_("chance to be drawn"))
    address_key = models.CharField(max_length=64, blank=True)
    """Digest of the normalised address, by which no later wave draws it again; the same as a household's."""
    code_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("invited address")
        ordering: ClassVar = ["wave", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "number"], name="invited_number_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["address_key"])]

    def __str__(self) -> str:
        return f"{self.wave} ({self.number})"


class WaveLetters(models.Model):
    """The printed letters of a wave, one PDF. Apart from the wave, so that erasing them leaves its record whole."""

    wave = models.OneToOneField(InvitationWave, models.CASCADE, primary_key=True, related_name="printed")
    pdf = models.FileField(upload_to="letters/")
    pages = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("printed letters")

    def __str__(self) -> str:
        return f"{self.wave}: letters"


class WaveResponse(models.Model):
    """Which wave brought a respondent, and from which area; not which letter."""

    respondent = models.OneToOneField(
        Respondent, models.CASCADE, primary_key=True, related_name="wave_response"
    )
    wave = models.ForeignKey(InvitationWave, models.CASCADE, related_name="responses")
    area = models.CharField(_("area"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("answer to a letter")

    def __str__(self) -> str:
        return f"{self.wave}: {self.area}"
