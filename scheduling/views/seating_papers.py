"""Papers of a seating plan as PDF; whoever takes names out of the house stands in the record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from scheduling.documents.seating import PAPERS
from scheduling.services.seating_use import record_paper
from scheduling.views.seating_plans import OnePlanView


class PaperView(OnePlanView):
    """One paper: plan, list, cards, signs or facilitators; `?large=1` in large print where that makes sense."""

    post_permission = None

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Answer with the file."""
        if kind not in PAPERS:
            raise Http404
        page = reverse("session_tables", args=[self.assembly.slug, self.session.number])
        content = PAPERS[kind](
            self.plan,
            page_url=request.build_absolute_uri(page),
            now=self.now,
            is_large=request.GET.get("large") == "1",
        )
        record_paper(plan=self.plan, kind=kind, actor=request.user, now=self.now)
        name = f"{self.assembly.slug}-session-{self.session.number}-tables-{kind}.pdf"
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
