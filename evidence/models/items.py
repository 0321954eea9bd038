"""Evidence items, their versions and formats, and what reviewers found."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from evidence.enums import ITEM_TONES, FormatKind, ItemKind, ItemState, Verdict, Way
from evidence.models.files import StoredFile
from evidence.models.witnesses import Topic, Witness
from scheduling.enums import Position
from scheduling.models import Session


class EvidenceItem(models.Model):
    """One paper, talk, recording or text. What it says stands in its versions."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="evidence_items")
    number = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=20, choices=ItemState.choices, default=ItemState.REQUESTED
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices)
    witness = models.ForeignKey(
        Witness,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("witness"),
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="items", verbose_name=_("topics"))
    sessions = models.ManyToManyField(
        Session, blank=True, related_name="evidence_items", verbose_name=_("sessions")
    )
    position = models.CharField(
        _("position"), max_length=8, choices=Position.choices, blank=True, default=Position.NONE
    )
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("not to be shown before"), null=True, blank=True)
    """Nobody but the team and reviewers sees it before; release and publication wait for it."""
    release_at = models.DateTimeField(_("release to members"), null=True, blank=True)
    publish_at = models.DateTimeField(_("publish"), null=True, blank=True)
    """Planned moments, at which the clock acts; None: by hand."""
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    """Members and the public read it in the item's place."""
    staff_notes = models.TextField(_("notes for staff"), max_length=3000, blank=True)
    dropped_revision = models.PositiveIntegerField(default=0)
    """How far the last correction that was thrown away had been written: the next one counts on from there."""
    token = models.UUIDField(unique=True, null=True, blank=True)
    """Made with the form: sent twice, it is one item. None: no form was sent."""
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("evidence item")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "number"], name="evidence_number_unique"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="evidence_state"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="evidence_kind"),
            models.CheckConstraint(condition=Q(position__in=Position.values), name="evidence_position"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""), name="evidence_withdrawal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(release_at=None) | Q(publish_at__gte=F("release_at")),
                name="evidence_released_before_published",
            ),
        ]

    def __str__(self) -> str:
        return _now("Evidence %(number)s") % {"number": self.number}

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return ITEM_TONES.get(ItemState(self.state), "")

    @cached_property
    def shown(self) -> "EvidenceVersion":
        """Return the version that its readers see, as the selector that found the item for them has loaded it."""
        shown: list[EvidenceVersion] = self.shown_versions  # type: ignore[attr-defined]
        return shown[0]


class EvidenceVersion(models.Model):
    """What an item says at a moment. Once it was released the database itself refuses to change or remove it.

    Members read the last released version, the public the last published; what comes later is not seen before it
    passed the same gates.
    """

    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary in plain language"), max_length=4000, blank=True)
    text = models.TextField(_("text"), max_length=60_000, blank=True)
    link = models.URLField(_("address"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=_("file")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    note = models.CharField(_("what changed, in a sentence"), max_length=300, blank=True)
    """Of a correction; shown beside what was corrected."""
    revision = models.PositiveIntegerField(default=1)
    """Counts changes of a draft, so that a stale form is noticed."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(_("released to members"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of an evidence item")
        ordering: ClassVar = ["item", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="evidence_version_number_unique"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(released_at__isnull=False),
                name="evidence_version_released_before_published",
            ),
            # Only the last version is a draft.
            models.UniqueConstraint(
                fields=["item"], condition=Q(released_at=None), name="evidence_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(released_at=None) | ~Q(note=""),
                name="evidence_correction_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceFormat(models.Model):
    """The same content in another form. Belongs to one version, and is seen when that is."""

    version = models.ForeignKey(EvidenceVersion, models.PROTECT, related_name="formats")
    kind = models.CharField(_("form"), max_length=12, choices=FormatKind.choices)
    language = models.CharField(_("language"), max_length=20, default="en")
    text = models.TextField(_("text"), max_length=60_000, blank=True)
    link = models.URLField(_("address"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="formats", verbose_name=_("file")
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("other form of an evidence item")
        ordering: ClassVar = ["kind", "language", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FormatKind.values), name="evidence_format_kind"),
            models.UniqueConstraint(fields=["version", "kind", "language"], name="evidence_format_once"),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link="") | Q(file__isnull=False),
                name="evidence_format_of_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Review(models.Model):
    """What somebody of the advisory group finds of one version; a later one of theirs stands beside the earlier."""

    version = models.ForeignKey(EvidenceVersion, models.PROTECT, related_name="reviews")
    revision = models.PositiveIntegerField()
    """Of the draft as it was read: a draft that was changed since has to be looked at again."""
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer_name = models.CharField(_("who reviewed"), max_length=200, blank=True)
    """Of somebody whose review came on paper or by phone."""
    verdict = models.CharField(_("finding"), max_length=8, choices=Verdict.choices)
    comment = models.TextField(_("comment"), max_length=4000, blank=True)
    way = models.CharField(_("how it came"), max_length=8, choices=Way.choices)
    made_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    """When a finding that asked for changes was dealt with."""
    settled_how = models.CharField(_("what was done about it"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("review")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="review_verdict"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="review_way"),
            models.CheckConstraint(
                condition=Q(verdict="fit") | ~Q(comment=""), name="review_objection_says_what"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=False) | ~Q(reviewer_name=""), name="review_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_how="")
                | Q(settled_at__isnull=False) & ~Q(settled_how=""),
                name="review_settled_somehow",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
