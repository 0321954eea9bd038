"""What members need at a session: for those who arrange it, and as papers for the venue."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assembly.services.privacy import record_reading
from scheduling.documents.needs_paper import needs_paper
from scheduling.exports_needs import needs_csv
from scheduling.selectors.session_needs import SessionNeeds, needs_at
from scheduling.services.needs import record_needs_taken
from scheduling.views.session_base import SessionView


class _NeedsBase(SessionView):
    """Whoever may read needs says first what for."""

    permission: ClassVar[str] = "assembly.view_session_needs"
    needs_purpose: ClassVar[bool] = True
    session_page: ClassVar[str] = "needs"

    def needs(self) -> SessionNeeds:
        """Return what the session must provide."""
        return needs_at(self.session, timezone.localdate(self.now, self.session.zone))

    def note_taken(self, event: str, needs: int) -> None:
        """Record that a list leaves the house."""
        record_needs_taken(
            event=event,
            session=self.session,
            needs=needs,
            purpose=self.purpose,
            actor=self.request.user,
            now=self.now,
        )

    def download(self, content: bytes, kind: str, name: str) -> HttpResponse:
        """Answer with a file to keep."""
        name = f"{self.assembly.slug}-session-{self.session.number}-{name}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=kind, headers=headers)


class SessionNeedsView(_NeedsBase):
    """Counts for kitchen and venue, and what must be arranged by whom and by when."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the lists, and record that they are read."""
        if self.is_first_reading(f"session_needs:{self.session.pk}"):
            record_reading(
                what="session.needs_read",
                subject=self.session,
                assembly=self.assembly,
                purpose=self.purpose,
                actor=request.user,
                now=self.now,
            )
        needs = self.needs()
        context: dict[str, Any] = {
            "needs": needs,
            "open_rows": [row for row in needs.rows if row.need.is_open],
            "settled_rows": [row for row in needs.rows if not row.need.is_open],
        }
        return self.render("scheduling/session_needs.html", context)


class NeedsPaperView(_NeedsBase):
    """The paper for the venue. What may go out in words is ticked in a form, so that no address tells it."""

    needs_recent_sign_in: ClassVar[bool] = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer with the PDF."""
        needs, ticked = self.needs(), set(request.POST.getlist("words"))
        self.note_taken("session.needs_paper", sum(each.count for each in needs.counts))
        content = needs_paper(self.session, needs, ticked, is_large="large" in request.POST)
        return self.download(content, "application/pdf", "for-the-venue.pdf")


class NeedsExportView(_NeedsBase):
    """All needs at the session as a file, with names."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Answer with CSV."""
        rows = self.needs().rows
        self.note_taken("session.needs_export", len(rows))
        return self.download(needs_csv(rows), "text/csv; charset=utf-8", "needs.csv")
