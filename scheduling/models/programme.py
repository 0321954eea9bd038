"""The programme as it was published: versions for good, who was written to about them, and addresses of calendars."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, Mailing, Person


class ProgrammeVersion(models.Model):
    """All that was public at one moment. The database itself refuses to change or remove it."""

    assembly = models.ForeignKey(Assembly, models.PROTECT, related_name="programme_versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("what changed, in a sentence"), max_length=300)
    content = models.JSONField()
    """Sessions with their public items, as `scheduling/programme_content.py` writes them; people by key alone."""
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("version of the programme")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="programme_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="programme_version_from_one"),
        ]

    def __str__(self) -> str:
        return _now("Version %(number)s") % {"number": self.number}


class ProgrammeNotice(models.Model):
    """Somebody was written to about a version: nobody twice. `since` is the version that they are taken to know."""

    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="notices")
    since = models.ForeignKey(ProgrammeVersion, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="programme_notices")
    mailing = models.ForeignKey(Mailing, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("notice of a version")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person"], name="programme_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.person}"


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads one person’s part; without a person, all of it."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="calendar_feeds")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("address of a calendar")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            # One address each that works: a new one ends the old.
            models.UniqueConstraint(
                fields=["assembly", "person"],
                condition=Q(revoked_at=None, person__isnull=False),
                name="calendar_feed_one_each",
            ),
            models.UniqueConstraint(
                fields=["assembly", "made_by"],
                condition=Q(revoked_at=None, person=None),
                name="calendar_feed_one_whole_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly}: {self.person or self.made_by}"
