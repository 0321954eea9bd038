"""The record of processing: what is held of whom, for what, on which ground, for whom to see, and for how long."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.documents.processing import processing_pdf
from assembly.errors import HouseError
from assembly.forms.processing import ProcessingForm
from assembly.models import ProcessingRecord
from assembly.permissions import who_reads_people
from assembly.personal_data import processing
from assembly.services.processing import PARTS, processing_record, write_processing_record
from assembly.services.retention import clocks_of
from assembly.views.workspace import AssemblyView


class ProcessingView(AssemblyView):
    """The record as a page, and as a PDF for the supervisory authority."""

    permission: ClassVar[str] = "assembly.view_privacy"
    stage: ClassVar[str] = "privacy"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it; `?form=pdf` and `?form=large` answer with a file."""
        if request.GET.get("form") in ("pdf", "large"):
            return self._pdf(is_large=request.GET["form"] == "large")
        content = self.content()
        missing = [label for label, text in content["parts"] if not text]
        return self.render("assembly/processing.html", {**content, "missing": missing})

    def content(self) -> dict[str, Any]:
        """Return the parts written by hand, and what the declarations, clocks and permissions say."""
        record = processing_record(self.assembly)
        return {
            "parts": [(_label(name), getattr(record, name)) for name in PARTS],
            "processing": processing(),
            "clocks": clocks_of(self.assembly),
            "readers": who_reads_people(),
        }

    def _pdf(self, *, is_large: bool) -> HttpResponse:
        content = processing_pdf(self.assembly, now=self.now, is_large=is_large, **self.content())
        name = f"{self.assembly.slug}-record-of-processing.pdf"
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class EditProcessingView(AssemblyView):
    """Write what no program can know."""

    permission: ClassVar[str] = "assembly.manage_privacy"
    stage: ClassVar[str] = "privacy"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self._show(ProcessingForm(instance=processing_record(self.assembly)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save; what somebody else wrote meanwhile is shown beside what was typed."""
        form = ProcessingForm(request.POST, instance=processing_record(self.assembly))
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            changed = write_processing_record(
                assembly=self.assembly,
                parts=form.parts(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            # The next save replaces what the other person wrote, who now stands on the page.
            fresh = ProcessingForm(
                initial=form.parts(), instance=processing_record(self.assembly), auto_id="id_%s"
            )
            messages.error(request, str(refused))
            return self._show(fresh, theirs=self._theirs(form.parts()), status=409)
        messages.success(
            request, _("The record of processing is saved.") if changed else _("Nothing was different.")
        )
        return redirect("processing", self.assembly.slug)

    def _theirs(self, mine: dict[str, str]) -> list[tuple[str, str]]:
        record = processing_record(self.assembly)
        return [
            (_label(name), getattr(record, name)) for name in PARTS if getattr(record, name) != mine[name]
        ]

    def _show(
        self, form: ProcessingForm, *, theirs: list[tuple[str, str]] | None = None, status: int = 200
    ) -> HttpResponse:
        return self.render(
            "assembly/processing_edit.html", {"form": form, "theirs": theirs or []}, status=status
        )


def _label(name: str) -> str:
    return str(ProcessingRecord._meta.get_field(name).verbose_name)
