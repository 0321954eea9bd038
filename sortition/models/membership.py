"""The membership record of people who were drawn: consents, support needs, how to reach them, whom to call for them.

All of it hangs on the respondent, not on the seat: a seat outlives the person who leaves it, this record does not.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.enums import AccessFeature
from sortition.enums import Channel
from sortition.enums_membership import (
    OPEN_NEEDS,
    SUPPORT_TONES,
    ConsentPurpose,
    ContactChannel,
    SupportKind,
    SupportState,
)
from sortition.models.pool import Respondent


class MemberConsent(models.Model):
    """One time that a member gave a consent or took it back; the latest by `said_on` holds.

    A trigger of the database refuses to change a row. Deleting is possible, because erasure must delete; each row
    stands in the record by its number, so that one which went missing without an erasure is seen there.
    """

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="member_consents", db_index=False)
    purpose = models.CharField(_("consent"), max_length=15, choices=ConsentPurpose.choices)
    is_given = models.BooleanField(_("agreed"))
    said_on = models.DateField(_("said on"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("consent of a member")
        ordering: ClassVar = ["said_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["respondent", "purpose", "said_on"], name="consent_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=ConsentPurpose.values), name="consent_purpose"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="consent_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.respondent}: {self.purpose}"


class SupportNeed(models.Model):
    """What somebody needs in order to take part, who sees to it, and by when it must be there."""

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="support_needs")
    state = models.CharField(
        _("state"), max_length=25, choices=SupportState.choices, default=SupportState.DECLARED
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SupportKind.choices)
    words = models.TextField(_("what is needed"), max_length=600)
    feature = models.CharField(
        _("what the room must have"), max_length=20, choices=AccessFeature.choices, blank=True
    )
    channel = models.CharField(_("told by"), max_length=10, choices=Channel.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who sees to it"),
    )
    due_on = models.DateField(_("needed by"), null=True, blank=True)
    reason = models.CharField(_("why it was not met"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("declared"))
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("support need")
        ordering: ClassVar = ["declared_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=SupportState.values), name="support_need_state"),
            models.CheckConstraint(condition=Q(kind__in=SupportKind.values), name="support_need_kind"),
            models.CheckConstraint(
                condition=Q(feature="") | Q(feature__in=AccessFeature.values), name="support_need_feature"
            ),
            models.CheckConstraint(
                condition=~Q(state="unmet") | ~Q(reason=""), name="support_need_unmet_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.respondent}: {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in OPEN_NEEDS

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return SUPPORT_TONES[SupportState(self.state)]


class ContactPreference(models.Model):
    """How a member wishes to be reached."""

    respondent = models.OneToOneField(Respondent, models.CASCADE, related_name="contact_preference")
    channel = models.CharField(_("how to reach them"), max_length=10, choices=ContactChannel.choices)
    language = models.CharField(_("language"), max_length=40, blank=True)
    best_time = models.CharField(_("best time to call"), max_length=120, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("contact preference")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=ContactChannel.values), name="contact_preference_channel"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_channel_display())


class EmergencyContact(models.Model):
    """Whom to call when something happens to a member. Read by few, and each reading is recorded."""

    respondent = models.OneToOneField(Respondent, models.CASCADE, related_name="emergency_contact")
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("who that is to the member"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=60)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("emergency contact")

    def __str__(self) -> str:
        return self.name
