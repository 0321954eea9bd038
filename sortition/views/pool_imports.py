"""An import, step by step: file, columns, values, dry run with commit."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.sent_once import answered_once
from sortition.enums import ImportState
from sortition.forms.pool_imports import ColumnsForm, ValuesForm
from sortition.forms.pool_uploads import UploadForm
from sortition.models import PoolImport
from sortition.reading.cells import MONTH_FIRST
from sortition.reading.questions import date_questions, questions
from sortition.reading.remarks import remark_in_words
from sortition.reading.rows import ROW, rejection_reason
from sortition.reading.table import MOST_ROWS
from sortition.selectors.imports import import_decisions, import_frame, known_categories, known_rules
from sortition.services.imports import (
    abandon_import,
    decide_values,
    match_columns,
    read_again,
    start_import,
    try_import,
)
from sortition.services.imports_commit import commit_import
from sortition.views.pool_import_base import ImportingView, steps_at

PREVIEW_ROWS = 6


class NewImportView(ImportingView):
    """Upload a file."""

    is_sent_once: ClassVar[bool] = False

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the file and go on to its columns; a file that cannot be read stays on this page."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        return answered_once(request, partial(self.keep, form))

    def keep(self, form: UploadForm) -> HttpResponse:
        """Keep what was read."""
        pool_import = start_import(
            assembly=self.assembly,
            file_name=form.cleaned_data["file"].name,
            data=form.data_bytes,
            table=form.table,
            actor=self.request.user,
            now=self.now,
        )
        return redirect("pool_import_columns", self.assembly.slug, pool_import.pk)

    def page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        """Render the first step."""
        context = {"form": form, "steps": steps_at("file")}
        return self.render("sortition/pool_import_new.html", context, status=status)


class SheetView(ImportingView):
    """Read another sheet of the same workbook, or take another row for the headings."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read it and show its columns; what holds no table changes nothing."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            return redirect("pool_import", self.assembly.slug, pk)
        row = request.POST.get("header_row", "")
        is_row = row.isascii() and row.isdigit() and 0 < int(row[:9]) <= MOST_ROWS
        try:
            read_again(
                pool_import=pool_import,
                sheet=request.POST.get("sheet", pool_import.reading.get("sheet", "")),
                header_row=int(row[:9]) if is_row else 0,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        return redirect("pool_import_columns", self.assembly.slug, pk)


class ColumnsView(ImportingView):
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
                derived=form.cleaned_data["derived"],
            )
        except ChangedMeanwhile as refused:
            return self.over(pool_import, refused)
        return redirect("pool_import_values", self.assembly.slug, pk)

    def form(self, pool_import: PoolImport, data: Any = None) -> ColumnsForm:
        """Return the form for this file's columns."""
        categories = known_categories(self.assembly)
        return ColumnsForm(
            data,
            frame=import_frame(pool_import),
            columns={name: pool_import.columns.get(name, "") for name in pool_import.reading["columns"]},
            declarations=pool_import.declarations,
            categories=categories,
            rules=known_rules(self.assembly, categories),
            derived=pool_import.derived,
            remembered=pool_import.reading.get("remembered", ()),
        )

    def page(self, pool_import: PoolImport, form: ColumnsForm, *, status: int = 200) -> HttpResponse:
        """Render the step."""
        columns = pool_import.reading["columns"]
        first = form.frame.head(PREVIEW_ROWS)[[ROW, *columns]].itertuples(index=False, name=None)
        context = {
            "form": form,
            "columns": columns,
            "first_rows": list(first),
            "remembered": [name for name in columns if name in form.remembered],
            "underived": [
                each
                for each in form.categories
                if each.pk not in form.rules and each.target not in pool_import.columns.values()
            ],
        }
        return self.show("sortition/pool_import_columns.html", pool_import, context, status=status)


class ValuesView(ImportingView):
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
        today = timezone.localdate(self.now)
        return ValuesForm(
            data,
            questions=questions(frame, decisions, today=today),
            dates=date_questions(frame, decisions, today=today),
        )


class DryRunView(ImportingView):
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
            "date_orders": [
                (heading, order == MONTH_FIRST, is_proved)
                for heading, order, is_proved in result["date_orders"]
            ],
            "remarks": [remark_in_words(each) for each in result["remarks"]],
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


class AbandonView(ImportingView):
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
