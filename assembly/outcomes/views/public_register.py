"""The register of answers for anybody: the list, one recommendation, what is late, and the sheet side by side."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from assembly.outcomes.selectors.register import entries_of, outline_of, rated_answers
from assembly.outcomes.selectors.register_changes import changes_of
from assembly.outcomes.selectors.register_summary import (
    Wanted,
    choices_of,
    late_items,
    narrowed,
    summary_of,
)
from assembly.outcomes.views.public_register_base import RegisterView

PER_PAGE = 25


class PublicRegisterView(RegisterView):
    """The figures, and the recommendations in the order of the report, with votes, answers and promises."""

    parameters: ClassVar = (*Wanted.__dataclass_fields__, "page")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show one page of them; only what it shows is read as a whole."""
        outline = outline_of(self.assembly, self.now)
        wanted = Wanted.from_query(request.GET.dict())
        page = Paginator(narrowed(outline, wanted), PER_PAGE).get_page(request.GET.get("page"))
        numbers = [entry.number for entry in page]
        whole = entries_of(self.assembly, self.now, numbers) if numbers else []
        handed_over, summary = self.handed_over, summary_of(outline)
        context = {
            "summary": summary,
            "choices": choices_of(outline, summary),
            "wanted": wanted,
            "page": page,
            "entries": [(entry, len(changes_of(entry, handed_over))) for entry in whole],
            "rated": rated_answers(self.assembly, outline),
            "feed": self.address("public_register_feed"),
        }
        return self.render("outcomes/public_register.html", context)


class PublicAnswerView(RegisterView):
    """One recommendation: everything that is published about it, and every change with the words that changed."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002
        """Show it at the address that stays."""
        found = entries_of(self.assembly, self.now, [number])
        if not found:
            raise Http404
        context = {
            "entry": found[0],
            "changes": [(change, change.parts()) for change in changes_of(found[0], self.handed_over)],
            "link": self.address("public_answer", number),
        }
        return self.render("outcomes/public_answer.html", context)


class PublicLateView(RegisterView):
    """All answers, promises and reports that are late, the longest first."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Show the list, whole: whoever is on it should be found."""
        items = late_items(outline_of(self.assembly, self.now))
        return self.render("outcomes/public_late.html", {"items": items})


class PublicSideBySideView(RegisterView):
    """Recommendations on the left, answers on the right: to read in one go, or to print."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Show the sheet."""
        entries = entries_of(self.assembly, self.now)
        return self.render("outcomes/public_side_by_side.html", {"entries": entries})
