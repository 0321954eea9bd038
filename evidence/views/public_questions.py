"""Published questions and answers, for anybody."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from assembly.views.public_base import PublicView
from evidence.selectors.questions import Wanted, narrowed, public_questions, topics_to_ask

PER_PAGE = 25


class PublicQuestionsView(PublicView):
    """What members asked in the wording that was published, and what witnesses answered; never who asked."""

    here: ClassVar[str] = "questions"
    parameters: ClassVar = ("search", "topic", "page")

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show one page of them."""
        # The words as they were asked are not public: the search looks into what is.
        words = request.GET.get("search", "")[:100]
        wanted = Wanted(topic=request.GET.get("topic", ""))
        found = narrowed(public_questions(self.assembly), wanted)
        for word in words.split():
            found = found.filter(wording__icontains=word)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "search": words,
            "topics": topics_to_ask(self.assembly),
            "topic": wanted.topic,
        }
        return self.render("evidence/public_questions.html", context)
