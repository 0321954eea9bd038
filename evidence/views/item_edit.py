"""Write a draft; and how hard it is to read, while it is written."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from evidence.enums import READABLE
from evidence.forms.items import WordsForm
from evidence.item_verbs import EDITS
from evidence.models import EvidenceVersion, StoredFile
from evidence.plain_language import Measure, measure
from evidence.selectors.items import draft_of, versions_of
from evidence.services.files import keep_file, kept_file
from evidence.services.items import WRITABLE, save_draft
from evidence.views.evidence_base import EvidenceView
from evidence.views.item import ItemView, shown_version

MOST_MEASURED = 20_000
"""Characters; a summary is at most a fifth of it."""


class WithFile(ItemView):
    """A page with a form that brings a file: what passed the gate stays, also where the form has to be sent again."""

    def file_of(self, form: Any) -> StoredFile | None:
        """Return the file that came with the form, or with an earlier sending of it."""
        if checked := form.cleaned_data.get("file"):
            with transaction.atomic():
                return keep_file(
                    assembly=self.assembly, checked=checked, actor=self.request.user, now=self.now
                )
        kept = form.cleaned_data.get("kept")
        if not kept:
            return None
        file = kept_file(assembly=self.assembly, pk=kept, actor=self.request.user, now=self.now)
        if file is None:
            form.add_error("file", _("The file that came before is not kept any more. Choose it again."))
        return file


class EditView(WithFile):
    """Write the draft, or a correction of what was released; others' changes are shown, and what was typed is kept."""

    permission: ClassVar[str] = EDITS

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the draft and the last version as well."""
        super().load_scope(kwargs)
        self.is_correction = self.item.state in READABLE
        self.last = versions_of(self.item)[0]
        self.draft = self.last if self.last.released_at is None else None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        form = WordsForm.beginning_with(self.draft, self.last, is_correction=self.is_correction)
        said = form.initial
        return self.page(form, measured=measure(said["summary"], said["language"]))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the draft; where it was only to be measured, show what was found and keep what was typed."""
        form = WordsForm(request.POST, request.FILES, is_correction=self.is_correction)
        is_whole = form.is_valid()
        file = self.file_of(form)
        measured = measure(form.data.get("summary", "")[:MOST_MEASURED], form.data.get("language", ""))
        if "look" in request.POST:
            return self.page(form, measured=measured, kept=file)
        if not is_whole or not form.is_valid():
            return self.page(form, measured=measured, kept=file, status=422)
        stands = None if form.cleaned_data["without_file"] else self.last.file
        try:
            saved = save_draft(
                item=self.item,
                words=form.words(file or stands),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as changed:
            return self._conflict(form, changed, measured, file)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, measured=measured, kept=file, status=409)
        messages.success(request, self._said(saved, form.cleaned_data["revision"]))
        return self.back()

    def _said(self, saved: EvidenceVersion, revision: int) -> str:
        if saved.revision == revision:
            return _("Nothing was changed.")
        if self.is_correction:
            return _("The correction is saved. Members read the version before until it is released.")
        return _("The draft is saved.")

    def _conflict(
        self, form: WordsForm, changed: ChangedMeanwhile, measured: Measure, file: StoredFile | None
    ) -> HttpResponse:
        theirs = draft_of(self.item)
        # The next save is meant to replace what is shown beside the form now.
        data = form.data.copy()
        data["revision"] = str(theirs.revision if theirs else 0)
        again = WordsForm(data, is_correction=self.is_correction)
        again.is_valid()
        again.add_error(None, str(changed))
        conflict = versions_of(self.item)[0]
        return self.page(again, measured=measured, kept=file, conflict=conflict, status=409)

    def page(
        self,
        form: WordsForm,
        *,
        measured: Measure,
        kept: StoredFile | None = None,
        conflict: EvidenceVersion | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the form, with the draft of somebody else beside it where there is one."""
        began = self.last if conflict is None else conflict
        context = {
            "form": form,
            "draft": self.draft,
            "is_correction": self.is_correction,
            "is_writable": self.item.state in WRITABLE,
            "measure": measured,
            "kept": kept,
            "file": began.file,
            "conflict": conflict,
            **(shown_version(conflict) if conflict else {}),
            **({"measure": measured} if conflict else {}),
        }
        return self.render("evidence/item_edit.html", context, status=status)


class MeasureView(EvidenceView):
    """How hard a text is to read, while it is typed."""

    permission: ClassVar[str] = EDITS
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with the part of the page."""
        text = request.POST.get("summary", "")[:MOST_MEASURED]
        found = measure(text, request.POST.get("language", "en"))
        return render(request, "evidence/measure.html", {"measure": found})
