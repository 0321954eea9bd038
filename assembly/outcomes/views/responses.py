"""The list of what bodies owe and answered, and its file."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assembly.outcomes.enums_responses import Decision, ResponseState
from assembly.outcomes.exports_responses import responses_csv
from assembly.outcomes.models import Body
from assembly.outcomes.selectors.owed import WantedAnswers, narrowed, responses_of, with_countdowns
from assembly.outcomes.views.outcomes_base import ResponsesView

PER_PAGE = 25


def wanted_of(request: HttpRequest) -> WantedAnswers:
    """Return what the address narrows the list to."""
    names = ("body", "state", "decision", "late")
    return WantedAnswers(
        **{name: request.GET.get(name, "") for name in names}, words=request.GET.get("search", "")[:100]
    )


class ResponseListView(ResponsesView):
    """All answers that are owed or published, late ones first."""

    permission: ClassVar[str] = "assembly.view_responses"
    tab: ClassVar[str] = "responses"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        wanted, today = wanted_of(request), timezone.localdate(self.now)
        found = narrowed(responses_of(self.assembly), wanted, today)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        page.object_list = with_countdowns(page.object_list, today)
        context = {
            "page": page,
            "wanted": wanted,
            "states": ResponseState.choices,
            "decisions": Decision.choices,
            "bodies": list(Body.objects.filter(assembly=self.assembly)),
            "export": request.GET.urlencode(),
        }
        return self.render("outcomes/responses.html", context)


class ResponsesExportView(ResponsesView):
    """What the list shows, as a file."""

    permission: ClassVar[str] = "assembly.view_responses"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        today = timezone.localdate(self.now)
        found = narrowed(responses_of(self.assembly), wanted_of(request), today)
        name = f"{self.assembly.slug}-responses.csv"
        return HttpResponse(
            responses_csv(with_countdowns(found, today)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
