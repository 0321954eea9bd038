"""Targets from a file: choose it, look at what would change, then write it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.forms.targets_files import TargetsFileForm
from sortition.lottery.instance import split_crossed
from sortition.models import Category
from sortition.quota_checks import QuotaLine, findings_of_category
from sortition.quota_files import FIELDS, TargetRow
from sortition.quota_messages import finding_sentence
from sortition.quota_plans import TargetsPlan, plan_import
from sortition.quota_plans_crossed import renamed, unlike_names
from sortition.reading.cells import fold
from sortition.reading.table import reading_in_words
from sortition.selectors.targets import categories_of, has_binding_run, targets_version, values_with_answers
from sortition.services.targets_import import import_targets

SALT = "sortition.targets.file"
MOST_FAULTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """Rows of targets on their way in: where they come from, and what they have figures for."""

    name: str
    rows: Sequence[TargetRow]
    fields: Sequence[str]
    remove_missing: bool
    reading: str


class UploadView(AssemblyView):
    """The base of all ways in: ask about names, show what would change."""

    permission = "assembly.edit_targets"
    stage = "targets"

    def page(self, form: TargetsFileForm, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the form, with the faults of the file if there are any."""
        context |= {"form": form, "is_frozen": has_binding_run(self.assembly)}
        return self.render("sortition/targets_import.html", context, status=status)

    def ask_or_preview(self, upload: Upload) -> HttpResponse:
        """Ask whether categories with unlike names are the same; without such names show what would change."""
        categories = categories_of(self.assembly)
        if unlike := unlike_names(categories, upload.rows):
            context = {
                "unlike": [(f"same-{number}", each) for number, each in enumerate(unlike)],
                "file_name": upload.name,
                "payload": self.signed(upload, categories),
            }
            return self.render("sortition/targets_import_names.html", context)
        return self.preview(upload)

    def preview(self, upload: Upload) -> HttpResponse:
        """Show the plan, and carry the rows signed to the next step."""
        categories = categories_of(self.assembly)
        try:
            plan = plan_import(categories, upload.rows, upload.fields, remove_missing=upload.remove_missing)
        except HouseError as refusal:
            form = TargetsFileForm()
            messages.error(self.request, str(refusal))
            return self.page(form, status=422)
        context = {
            "plan": plan,
            "file_name": upload.name,
            "reading": upload.reading,
            "warnings": _warnings(upload.rows, self.assembly.seats),
            "blocked": _blocked(plan, categories),
            "payload": self.signed(upload, categories),
        }
        return self.render("sortition/targets_preview.html", context)

    def signed(self, upload: Upload, categories: Sequence[Category]) -> str:
        """Write an upload down for the next step, with what stands now."""
        payload = {
            "assembly": self.assembly.pk,
            "version": targets_version(categories),
            "name": upload.name[:255],
            "reading": upload.reading,
            "fields": upload.fields,
            "remove_missing": upload.remove_missing,
            "rows": [_plain(row) for row in upload.rows],
        }
        return signing.dumps(payload, salt=SALT, compress=True)


class ImportTargetsView(UploadView):
    """Read a file and show what it would add, change and remove. Nothing is written here."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(TargetsFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what the file would do, or every fault in it."""
        form = TargetsFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        targets = form.targets
        if targets.faults:
            context = {"faults": targets.faults[:MOST_FAULTS_SHOWN], "fault_count": len(targets.faults)}
            return self.page(form, status=422, **context)
        rows = Upload(
            form.cleaned_data["file"].name,
            targets.rows,
            targets.fields,
            form.cleaned_data["remove_missing"],
            reading_in_words(targets.reading),
        )
        return self.ask_or_preview(rows)


class NameTargetsView(UploadView):
    """Take the answers to which categories are the same, then show what would change."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Call the file's categories as the assembly calls them."""
        try:
            payload = signing.loads(request.POST.get("payload", ""), salt=SALT)
            if payload["assembly"] != self.assembly.pk:
                raise signing.BadSignature
        except signing.BadSignature:
            messages.error(request, _("The file cannot be read any more. Upload it again."))
            return redirect("targets_import", self.assembly.slug)
        categories = categories_of(self.assembly)
        rows = [_row(plain) for plain in payload["rows"]]
        by_pk = {str(category.pk): category.name for category in categories}
        names = {
            fold(each.name): by_pk[request.POST.get(f"same-{number}", "")]
            for number, each in enumerate(unlike_names(categories, rows))
            if request.POST.get(f"same-{number}", "") in by_pk
        }
        upload = Upload(
            payload["name"],
            renamed(rows, names),
            payload["fields"],
            payload["remove_missing"],
            payload["reading"],
        )
        return self.preview(upload)


class CommitTargetsView(AssemblyView):
    """Write the file that was looked at."""

    permission = "assembly.edit_targets"
    stage = "targets"
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write what the preview showed, or say why not."""
        try:
            payload = signing.loads(request.POST.get("payload", ""), salt=SALT)
            if payload["assembly"] != self.assembly.pk:
                raise signing.BadSignature
            plan = import_targets(
                assembly=self.assembly,
                rows=[_row(plain) for plain in payload["rows"]],
                fields=payload["fields"],
                remove_missing=payload["remove_missing"],
                file_name=payload["name"],
                version=payload["version"],
                actor=request.user,
                now=self.now,
            )
        except signing.BadSignature:
            messages.error(request, _("The preview cannot be read any more. Upload the file again."))
            return redirect("targets_import", self.assembly.slug)
        except HouseError as refusal:
            messages.error(request, str(refusal))
            return redirect("targets_import", self.assembly.slug)
        messages.success(request, _done(plan))
        return redirect("targets", self.assembly.slug)


def _plain(row: TargetRow) -> dict[str, Any]:
    return asdict(row) | {"share": None if row.share is None else str(row.share)}


def _row(plain: dict[str, Any]) -> TargetRow:
    row = TargetRow(**plain)
    return row if plain["share"] is None else replace(row, share=Decimal(plain["share"]))


def _done(plan: TargetsPlan) -> str:
    counts = plan.counts()
    return (
        _(
            "The file is imported: %(values_added)s values added, %(values_changed)s changed,"
            " %(values_removed)s removed."
        )
        % counts
    )


def _warnings(rows: Sequence[TargetRow], seats: int) -> list[tuple[str, str]]:
    """Say what the sums of each category in the file leave to be desired; combinations need not fill the panel."""
    by_category: dict[str, list[TargetRow]] = {}
    for row in rows:
        if len(split_crossed(row.category)) > 1:
            continue
        by_category.setdefault(fold(row.category), []).append(row)
    return [
        (of_category[0].category, finding_sentence(finding))
        for of_category in by_category.values()
        for finding in findings_of_category(
            [QuotaLine(*(getattr(row, name) for name in FIELDS)) for row in of_category], seats=seats
        )
        if finding.tone != "hint"
    ]


def _blocked(plan: TargetsPlan, categories: Sequence[Category]) -> list[str]:
    """Name, category by category, the values that the file leaves out although answers refer to them."""
    going = {value.pk for value in plan.removed}
    going |= {value.pk for category in plan.removed_categories for value in category.values.all()}
    blocked = []
    for category in categories:
        leaving = [value for value in category.values.all() if value.pk in going]
        in_use = values_with_answers(category) if leaving else set()
        if names := [value.name for value in leaving if value.pk in in_use]:
            blocked.append(f"{category.name}: {', '.join(names)}")
    return blocked
