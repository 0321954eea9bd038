"""The team's list of everything that was promised, and its file."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assembly.outcomes.enums_responses import CommitmentState, VerificationState
from assembly.outcomes.exports_commitments import commitments_csv
from assembly.outcomes.models import Body
from assembly.outcomes.selectors.commitments import WantedCommitments, commitments_of, narrowed
from assembly.outcomes.views.outcomes_base import ResponsesView

PER_PAGE = 25


def wanted_of(request: HttpRequest) -> WantedCommitments:
    """Return what the address narrows the list to."""
    names = ("body", "state", "verification", "time")
    return WantedCommitments(
        **{name: request.GET.get(name, "") for name in names}, words=request.GET.get("search", "")[:100]
    )


class CommitmentListView(ResponsesView):
    """All commitments of published answers, those without a report in time and late ones first."""

    permission: ClassVar[str] = "assembly.view_responses"
    tab: ClassVar[str] = "commitments"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        wanted = wanted_of(request)
        found = narrowed(commitments_of(self.assembly, timezone.localdate(self.now)), wanted)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "wanted": wanted,
            "states": CommitmentState.choices,
            "verifications": VerificationState.choices,
            "bodies": list(Body.objects.filter(assembly=self.assembly)),
            "export": request.GET.urlencode(),
        }
        return self.render("outcomes/commitments.html", context)


class CommitmentsExportView(ResponsesView):
    """What the list shows, as a file."""

    permission: ClassVar[str] = "assembly.view_responses"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        found = narrowed(commitments_of(self.assembly, timezone.localdate(self.now)), wanted_of(request))
        name = f"{self.assembly.slug}-commitments.csv"
        return HttpResponse(
            commitments_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
