"""One's own notes: all on one page, and to take along as text or PDF."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from evidence.documents.own_notes import notes_pdf, notes_text
from evidence.selectors.reading import named_notes
from evidence.views.own_reading import OwnReadingBase


class OwnNotesView(OwnReadingBase):
    """All notes of one's own."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        if self.person is None:
            return self.render("evidence/own_reading_nobody.html")
        return self.render("evidence/own_notes.html", {"notes": named_notes(self.person, self.now)})


class OwnNotesFileView(OwnReadingBase):
    """One's own notes as PDF; `?form=txt` as text."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        if self.person is None:
            return self.render("evidence/own_reading_nobody.html")
        notes = named_notes(self.person, self.now)
        form = "txt" if request.GET.get("form") == "txt" else "pdf"
        if form == "txt":
            data, kind = notes_text(self.assembly, notes).encode(), "text/plain; charset=utf-8"
        else:
            data, kind = notes_pdf(self.assembly, notes), "application/pdf"
        name = f"{self.assembly.slug}-my-notes.{form}"
        return HttpResponse(
            data,
            content_type=kind,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )
