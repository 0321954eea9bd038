"""An import, step by step: file, columns, values, dry run with commit."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import ImportState
from sortition.exports_pool import CONTENT_TYPES, CSV, XLSX, rejected_rows, table_file
from sortition.forms.pool_imports import ColumnsForm, UploadForm, ValuesForm
from sortition.models import PoolImport
from sortition.reading.cells import MONTH_FIRST
from sortition.reading.decisions import date_question, questions
from sortition.reading.rows import ROW, rejection_reason
from sortition.reading.table import reading_in_words
from sortition.selectors.dry_run import dry_run, import_decisions, import_frame, known_categories
from sortition.services.imports import (
    abandon_import,
    choose_sheet,
    decide_values,
    match_columns,
    start_import,
    try_import,
)
from sortition.services.imports_commit import commit_import

PREVIEW_ROWS = 6
STEPS = ("file", "columns", "values", "check")


class _ImportingView(AssemblyView):
    permission: ClassVar[str] = "assembly.import_pool"
    stage: ClassVar[str] = "pool"
    step: ClassVar[str] = ""

    def load(self, pk: int) -> PoolImport:
        """Return the import, which must be this assembly's."""
        return get_object_or_404(PoolImport.objects.select_related("assembly"), assembly=self.assembly, pk=pk)

    def is_over(self, pool_import: PoolImport) -> bool:
        """Whether the import can no longer be changed."""
        return pool_import.state in (ImportState.COMMITTED, ImportState.ABANDONED)

    def show(
        self, template: str, pool_import: PoolImport, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Render one step with the list of steps."""
        base = {
            "pool_import": pool_import,
            "read_as": reading_in_words(pool_import.reading),
            "steps": _steps(self.step),
        }
        return self.render(template, {**base, **context}, status=status)

    def over(self, pool_import: PoolImport, refused: HouseError) -> HttpResponse:
        """Tell what happened in another tab and show the import as it is."""
        messages.error(self.request, str(refused))
        return redirect("pool_import", self.assembly.slug, pool_import.pk)


class NewImportView(_ImportingView):
    """Upload a file."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the file and go on to its columns; a file that cannot be read stays on this page."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        pool_import = start_import(
            assembly=self.assembly,
            file_name=form.cleaned_data["file"].name,
            data=form.data_bytes,
            table=form.table,
            actor=request.user,
            now=self.now,
        )
        return redirect("pool_import_columns", self.assembly.slug, pool_import.pk)

    def page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        """Render the first step."""
        context = {"form": form, "steps": _steps("file")}
        return self.render("sortition/pool_import_new.html", context, status=status)


class ImportView(_ImportingView):
    """Where an import stands: an open one goes on at its step, a finished one tells what it did."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show a finished import or go to the step."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            digest = pool_import.sha256
            context = {
                "pool_import": pool_import,
                "read_as": reading_in_words(pool_import.reading),
                "digest": " ".join(digest[start : start + 8] for start in range(0, len(digest), 8)),
            }
            return self.render("sortition/pool_import.html", context)
        step = {ImportState.UPLOADED: "columns", ImportState.MAPPED: "values", ImportState.CHECKED: "check"}
        return redirect(f"pool_import_{step[pool_import.state]}", self.assembly.slug, pk)


class SheetView(_ImportingView):
    """Read another sheet of the same workbook."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read it and show its columns; a sheet without a table changes nothing."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            return redirect("pool_import", self.assembly.slug, pk)
        try:
            choose_sheet(pool_import=pool_import, sheet=request.POST.get("sheet", ""))
        except HouseError as refused:
            messages.error(request, str(refused))
        return redirect("pool_import_columns", self.assembly.slug, pk)


class ColumnsView(_ImportingView):
    """Say what each column becomes."""

    step: ClassVar[str] = "columns"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the guess, with the first rows as understood."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            return redirect("pool_import", self.assembly.slug, pk)
        return self.page(pool_import, self.form(pool_import))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the columns and go on to the values."""
        pool_import = self.load(pk)
        form = self.form(pool_import, request.POST)
        if not form.is_valid():
            return self.page(pool_import, form, status=422)
        try:
            match_columns(
                pool_import=pool_import,
                columns=form.cleaned_data["columns"],
                declarations=form.cleaned_data["declarations"],
            )
        except ChangedMeanwhile as refused:
            return self.over(pool_import, refused)
        return redirect("pool_import_values", self.assembly.slug, pk)

    def form(self, pool_import: PoolImport, data: Any = None) -> ColumnsForm:
        """Return the form for this file's columns."""
        return ColumnsForm(
            data,
            frame=import_frame(pool_import),
            columns={name: pool_import.columns.get(name, "") for name in pool_import.reading["columns"]},
            declarations=pool_import.declarations,
            categories=known_categories(self.assembly),
        )

    def page(self, pool_import: PoolImport, form: ColumnsForm, *, status: int = 200) -> HttpResponse:
        """Render the step."""
        columns = pool_import.reading["columns"]
        first = form.frame.head(PREVIEW_ROWS)[[ROW, *columns]].itertuples(index=False, name=None)
        context = {"form": form, "columns": columns, "first_rows": list(first)}
        return self.show("sortition/pool_import_columns.html", pool_import, context, status=status)


class ValuesView(_ImportingView):
    """Say what open cells become."""

    step: ClassVar[str] = "values"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show what is left to decide, with proposals."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            return redirect("pool_import", self.assembly.slug, pk)
        if pool_import.state == ImportState.UPLOADED:
            return redirect("pool_import_columns", self.assembly.slug, pk)
        return self.show("sortition/pool_import_values.html", pool_import, {"form": self.form(pool_import)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the decisions, make the dry run and show it."""
        pool_import = self.load(pk)
        form = self.form(pool_import, request.POST)
        if not form.is_valid():
            return self.show("sortition/pool_import_values.html", pool_import, {"form": form}, status=422)
        try:
            decide_values(pool_import=pool_import, values=form.decisions())
            try_import(pool_import=pool_import, now=self.now)
        except ChangedMeanwhile as refused:
            return self.over(pool_import, refused)
        return redirect("pool_import_check", self.assembly.slug, pk)

    def form(self, pool_import: PoolImport, data: Any = None) -> ValuesForm:
        """Return the form for what this file leaves open."""
        frame, decisions = import_frame(pool_import), import_decisions(pool_import)
        return ValuesForm(data, questions=questions(frame, decisions), dates=date_question(frame, decisions))


class DryRunView(_ImportingView):
    """What a commit would do; the commit."""

    step: ClassVar[str] = "check"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show the dry run."""
        pool_import = self.load(pk)
        if pool_import.state != ImportState.CHECKED:
            return redirect("pool_import", self.assembly.slug, pk)
        result = pool_import.result
        rejections = [
            {**each, "reason": rejection_reason(each["code"], each["text"])} for each in result["rejections"]
        ]
        context = {
            "result": result,
            "rejections": rejections,
            "changes_anything": result["new"] or result["changed"],
            "is_month_first": result["date_order"] == MONTH_FIRST,
        }
        return self.show("sortition/pool_import_check.html", pool_import, context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Commit what the person saw; if the pool has changed meanwhile, show the new dry run."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            return redirect("pool_import", self.assembly.slug, pk)
        try:
            counts = commit_import(
                pool_import=pool_import,
                digest=request.POST.get("digest", ""),
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            return self.over(pool_import, refused)
        messages.success(
            request,
            _("Imported: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(rejected)d rejected.")
            % counts,
        )
        return redirect("pool", self.assembly.slug)


class RejectedView(_ImportingView):
    """The rejected rows as a file to correct and upload again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Work the dry run out again (nothing is kept) and write the rows."""
        pool_import = self.load(pk)
        if pool_import.state != ImportState.CHECKED:
            return redirect("pool_import", self.assembly.slug, pk)
        file_format = XLSX if request.GET.get("format") == XLSX else CSV
        found = dry_run(pool_import, today=timezone.localdate(self.now))
        data = table_file(rejected_rows(pool_import, found), file_format, _("Rejected rows"))
        return file_answer(data, file_format, f"{self.assembly.slug}-rejected-rows")


class AbandonView(_ImportingView):
    """Set an import aside."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set it aside; nothing of it has been written."""
        pool_import = self.load(pk)
        try:
            abandon_import(pool_import=pool_import, actor=request.user, now=self.now)
        except ChangedMeanwhile as refused:
            return self.over(pool_import, refused)
        messages.success(request, _("The import is set aside. Nothing of it is in the pool."))
        return redirect("pool", self.assembly.slug)


def file_answer(data: bytes, file_format: str, name: str) -> HttpResponse:
    """Return a download."""
    answer = HttpResponse(data, content_type=CONTENT_TYPES[file_format])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return answer


def _steps(current: str) -> list[tuple[str, str]]:
    """Return every step with the state of its slot."""
    at = STEPS.index(current)
    states = ["done"] * at + ["active"] + ["todo"] * (len(STEPS) - at - 1)
    return list(zip(STEPS, states, strict=True))
