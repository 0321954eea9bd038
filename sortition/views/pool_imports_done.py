"""What an import did: its page, its files, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from sortition.enums import ImportState
from sortition.exports_pool import CSV, XLSX, changed_rows, rejected_rows, table_file
from sortition.reading.table import reading_in_words
from sortition.selectors.dry_run import dry_run
from sortition.services.imports_undo import undo_blockers, undo_import
from sortition.views.pool_import_base import ImportingView, file_answer


class ImportView(ImportingView):
    """Where an import stands: an open one goes on at its step, a finished one tells what it did."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show a finished import or go to the step."""
        pool_import = self.load(pk)
        if self.is_over(pool_import):
            digest = pool_import.sha256
            context = {
                "pool_import": pool_import,
                "read_as": reading_in_words(pool_import.reading),
                "digest": " ".join(digest[start : start + 8] for start in range(0, len(digest), 8)),
                "is_committed": pool_import.state == ImportState.COMMITTED,
            }
            return self.render("sortition/pool_import.html", context)
        step = {ImportState.UPLOADED: "columns", ImportState.MAPPED: "values", ImportState.CHECKED: "check"}
        return redirect(f"pool_import_{step[pool_import.state]}", self.assembly.slug, pk)


class RejectedView(ImportingView):
    """The rejected rows as a file to correct and upload again, also after the commit that left them out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Work the dry run out again (nothing is kept) and write the rows."""
        pool_import = self.load(pk)
        if pool_import.state not in (ImportState.CHECKED, ImportState.COMMITTED) or not pool_import.rows:
            return redirect("pool_import", self.assembly.slug, pk)
        file_format = XLSX if request.GET.get("format") == XLSX else CSV
        found = dry_run(pool_import, today=timezone.localdate(self.now))
        data = table_file(rejected_rows(pool_import, found), file_format, _("Rejected rows"))
        return file_answer(data, file_format, f"{self.assembly.slug}-rejected-rows")


class ChangesView(ImportingView):
    """All that an import would change, field by field, as a file."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Work the dry run out again (nothing is kept) and write the changes."""
        pool_import = self.load(pk)
        if pool_import.state != ImportState.CHECKED:
            return redirect("pool_import", self.assembly.slug, pk)
        found = dry_run(pool_import, today=timezone.localdate(self.now))
        return file_answer(
            table_file(changed_rows(found), CSV, _("Changes")), CSV, f"{self.assembly.slug}-changes"
        )


class UndoView(ImportingView):
    """Take a committed import back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Say what would happen, or why it cannot."""
        pool_import = self.load(pk)
        if pool_import.state != ImportState.COMMITTED:
            return redirect("pool_import", self.assembly.slug, pk)
        context = {"pool_import": pool_import, "blockers": undo_blockers(pool_import)}
        return self.render("sortition/pool_import_undo.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo it; refused, say why."""
        pool_import = self.load(pk)
        try:
            counts = undo_import(pool_import=pool_import, actor=request.user, now=self.now)
        except HouseError as refused:
            return self.over(pool_import, refused)
        message = _("The import is undone: %(removed)d people removed, %(restored)d put back as they were.")
        messages.success(request, message % counts)
        return redirect("pool_import", self.assembly.slug, pk)
