"""Evidence packs: what is in one, its versions as they were issued, who got which and how, and private notes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, Mailing, Person
from evidence.enums import PackPrint, PackWay
from evidence.models.items import EvidenceItem
from scheduling.models import Session


class Pack(models.Model):
    """The set of evidence that members get for a session, as it is put together; each session has one at most."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="packs")
    session = models.OneToOneField(Session, models.PROTECT, related_name="pack", verbose_name=_("session"))
    title = models.CharField(_("title"), max_length=160)
    intro = models.TextField(_("introduction"), max_length=4000, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    revision = models.PositiveIntegerField(default=1)
    """Counts changes, so that a stale form is noticed."""
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("evidence pack")
        ordering: ClassVar = ["session"]

    def __str__(self) -> str:
        return self.title


class PackEntry(models.Model):
    """One item of a pack, at its place."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="entries")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="pack_entries")
    place = models.PositiveSmallIntegerField(_("place"))
    is_summary_only = models.BooleanField(_("print the summary alone"), default=False)

    class Meta:
        verbose_name = _("entry of a pack")
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "item"], name="pack_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.item}"


class PackVersion(models.Model):
    """A pack as it was issued. The database itself refuses to change or remove it."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """Title, introduction, and for each entry in order the key of its evidence version, title, summary_only."""
    note = models.CharField(_("what changed, in a sentence"), max_length=300, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of a pack")
        ordering: ClassVar = ["pack", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "number"], name="pack_version_number_unique"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(note=""), name="pack_version_says_what_changed"
            ),
        ]

    def __str__(self) -> str:
        return _now("Version %(number)s") % {"number": self.number}


class PackFile(models.Model):
    """One version as PDF, in one size of print; built by a worker."""

    version = models.ForeignKey(PackVersion, models.CASCADE, related_name="files")
    size_of_print = models.CharField(max_length=6, choices=PackPrint.choices)
    file = models.FileField(upload_to="packs/", blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    pages_done = models.PositiveIntegerField(null=True, blank=True)
    """While it is being built; both are known once its pages are laid out."""
    sha256 = models.CharField(max_length=64, blank=True)
    queued_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    built_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    """Why it could not be built, in a sentence; blank while it waits or is done."""

    class Meta:
        verbose_name = _("file of a pack")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "size_of_print"], name="pack_file_once"),
            models.CheckConstraint(
                condition=Q(built_at=None, file="")
                | Q(built_at__isnull=False, pages__isnull=False) & ~Q(file=""),
                name="pack_file_built_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_size_of_print_display()}"


class ReadingWish(models.Model):
    """How somebody wishes to get packs. Without a row: on a screen with an account, on paper without."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="reading_wish")
    way = models.CharField(_("how"), max_length=6, choices=PackWay.choices)
    size_of_print = models.CharField(
        _("print"), max_length=6, choices=PackPrint.choices, default=PackPrint.NORMAL
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("how somebody reads packs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=PackWay.values), name="reading_wish_way"),
        ]

    def __str__(self) -> str:
        return str(self.get_way_display())


class PackDelivery(models.Model):
    """One version and one person: posted or handed over when, first opened when. No pixel, no address, no clock."""

    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, models.CASCADE, related_name="pack_deliveries")
    posted_at = models.DateTimeField(_("posted"), null=True, blank=True)
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)
    """When the member first opened the page or the PDF; asked of nobody, and not counted a second time."""

    class Meta:
        verbose_name = _("delivery of a pack")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person"], name="pack_delivery_once"),
            models.CheckConstraint(
                condition=Q(posted_at=None, handed_at=None) | Q(sent_by__isnull=False),
                name="pack_delivery_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.person}"


class PackNotice(models.Model):
    """Somebody was written to that a version is out: nobody twice."""

    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="pack_notices")
    mailing = models.ForeignKey(Mailing, models.SET_NULL, null=True, blank=True, related_name="+")
    page_url = models.CharField(max_length=300)
    """Where it is read."""

    class Meta:
        verbose_name = _("notice of a version of a pack")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person"], name="pack_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.person}"


class PrivateNote(models.Model):
    """What a member writes down for themselves about an item. Nobody else reads it, the team included."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="evidence_notes")
    item = models.ForeignKey(EvidenceItem, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=10_000)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("private note")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "item"], name="private_note_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}"
