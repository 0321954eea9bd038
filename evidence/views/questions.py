"""Members' questions as the team and those who oversee it see them: the list and its file."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from evidence.enums import QuestionState
from evidence.exports_questions import questions_csv
from evidence.selectors.questions import (
    Wanted,
    narrowed,
    near_questions,
    questions_of,
    sessions_to_ask,
    topics_to_ask,
    witnesses_to_ask,
)
from evidence.views.evidence_base import EvidenceView

PER_PAGE = 25


class QuestionsBase(EvidenceView):
    """A page of the tab “Questions”; whoever only looks may not decide."""

    permission: ClassVar[str] = "assembly.view_questions"
    post_permission: ClassVar[str | None] = "assembly.handle_questions"
    tab: ClassVar[str] = "questions"


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address narrows the list to."""
    names = ("state", "session", "topic", "witness")
    return Wanted(
        **{name: request.GET.get(name, "") for name in names}, words=request.GET.get("search", "")[:100]
    )


class QuestionsView(QuestionsBase):
    """All questions, narrowed by state, session, topic, witness and words."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them, with a hint where two perhaps ask the same."""
        wanted = wanted_of(request)
        page = Paginator(narrowed(questions_of(self.assembly), wanted), PER_PAGE).get_page(
            request.GET.get("page")
        )
        near = near_questions(self.assembly, list(page))
        for question in page:
            question.near = near.get(question.pk, [])
        context = {
            "page": page,
            "wanted": wanted,
            "states": QuestionState.choices,
            "sessions": sessions_to_ask(self.assembly),
            "topics": topics_to_ask(self.assembly),
            "witnesses": witnesses_to_ask(self.assembly),
            "export": request.GET.urlencode(),
            "today": self.now.date(),
        }
        return self.render("evidence/questions.html", context)


class QuestionsExportView(QuestionsBase):
    """What the list shows, as a file without names."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        found = narrowed(questions_of(self.assembly), wanted_of(request)).prefetch_related("answers")
        name = f"{self.assembly.slug}-questions.csv"
        return HttpResponse(
            questions_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
