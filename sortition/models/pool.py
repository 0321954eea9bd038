"""Respondents, their answers, and the imports that brought them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums import Channel, ImportState, RespondentState
from sortition.models.search import SearchedText, WithoutSpaces
from sortition.models.targets import Category, Value


class PoolImport(models.Model):
    """One file on its way into the pool. Nothing reaches the respondents before the commit."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="pool_imports")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    file = models.FileField(upload_to="pool-imports/")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.FileField(upload_to="pool-imports/", blank=True)
    """The same table as it was understood: UTF-8 CSV, first column the row's number in the file."""
    reading = models.JSONField(default=dict)
    """How the file is read: {"kind": "csv"|"xlsx", "encoding", "delimiter", "sheet", "sheets", "columns", "rows"}."""
    columns = models.JSONField(default=dict)
    """Heading → what it becomes: "field:<name>", "category:<pk>", "new" (a category called like the heading) or ""."""
    values = models.JSONField(default=dict)
    """Question → {raw text, trimmed and case-folded: what it becomes}, see `sortition/reading/decisions.py`."""
    declarations = models.JSONField(default=dict)
    """For consents, is_eligible, can_attend without a column: "all" (true of everybody in the file) or "unknown"."""
    derived = models.JSONField(default=dict)
    """Pk of a category that is worked out → the heading of the column that it is worked out from."""
    remembers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    """The committed import whose decisions this one began with."""
    result = models.JSONField(default=dict)
    """What the dry run found: counts, the first rejections and changes, and the digest of it all (`DryRun.as_json`)."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


# What the search looks through; phone and postcode also without spaces, for people type them either way.
_SEARCHED = SearchedText(
    "first_name",
    "last_name",
    "reference",
    "email",
    "phone",
    WithoutSpaces("phone"),
    "postcode",
    WithoutSpaces("postcode"),
)


class Respondent(models.Model):
    """Somebody who answered and gave data. Not a user account."""

    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="respondents")
    reference = models.CharField(_("id"), max_length=64)
    """The id that the organiser's file gave, or one of ours."""
    state = models.CharField(
        _("state"), max_length=10, choices=RespondentState.choices, default=RespondentState.POOL
    )
    first_name = models.CharField(_("first name"), max_length=120, blank=True)
    last_name = models.CharField(_("last name"), max_length=120, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    """The day on which the person answered, as the file says; the day of the import is `created_at`."""
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    # None means that the answer was blank: blank is not "no", and not "yes" either.
    consents = models.BooleanField(_("agreed to take part"), null=True, blank=True)
    is_eligible = models.BooleanField(_("eligible"), null=True, blank=True)
    can_attend = models.BooleanField(_("able to attend"), null=True, blank=True)
    is_test = models.BooleanField(_("test entry"), default=False)
    household_key = models.CharField(max_length=64, blank=True)
    """Digest of the normalised address; blank where there is no address, and then shared with nobody."""
    row_digest = models.CharField(max_length=64, blank=True)
    """Digest of the imported row's mapped content, so that the same row again is seen as unchanged."""
    imported_by = models.ForeignKey(
        PoolImport, models.SET_NULL, null=True, blank=True, related_name="respondents"
    )
    selected_by = models.ForeignKey(
        "sortition.SelectionRun", models.PROTECT, null=True, blank=True, related_name="selected"
    )
    created_at = models.DateTimeField()
    search_text = models.GeneratedField(
        expression=_SEARCHED, output_field=models.TextField(), db_persist=True
    )
    """Kept by the database: one text to look through instead of six columns."""

    class Meta:
        verbose_name = _("respondent")
        ordering: ClassVar = ["reference", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assembly", "reference"], name="respondent_reference_unique"),
            models.CheckConstraint(condition=Q(state__in=RespondentState.values), name="respondent_state"),
            # A test entry is quarantined for good.
            models.CheckConstraint(
                condition=Q(is_test=False) | ~Q(state__in=["selected", "confirmed"]),
                name="respondent_test_never_selected",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assembly", "state"]),
            models.Index(fields=["assembly", "household_key"]),
            models.Index(fields=["assembly", "last_name", "first_name"]),
            models.Index(fields=["assembly", "channel", "reference"]),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.reference


class Answer(models.Model):
    """What a respondent said for one category: the raw text as it came, and the value it stands for (None: blank)."""

    # The two composite indexes below begin with these keys; more indexes would only slow imports down.
    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="answers", db_index=False)
    category = models.ForeignKey(Category, models.CASCADE, related_name="+", db_index=False)
    value = models.ForeignKey(Value, models.PROTECT, null=True, blank=True, related_name="answers")
    raw = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["respondent", "category"], name="answer_one_per_category"),
        ]
        indexes: ClassVar = [models.Index(fields=["category", "value"])]

    def __str__(self) -> str:
        return self.raw
