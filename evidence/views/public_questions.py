"""Published questions and answers, for anybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views import View

from evidence.selectors.questions import Wanted, narrowed, public_questions, topics_to_ask
from evidence.views.public_base import public_assembly, render_public

PER_PAGE = 25


class PublicQuestionsView(View):
    """What members asked in the wording that was published, and what witnesses answered; never who asked."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one page of them."""
        assembly = public_assembly(slug)
        # The words as they were asked are not public: the search looks into what is.
        words = request.GET.get("search", "")[:100]
        wanted = Wanted(topic=request.GET.get("topic", ""))
        found = narrowed(public_questions(assembly), wanted)
        for word in words.split():
            found = found.filter(wording__icontains=word)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "search": words,
            "topics": topics_to_ask(assembly),
            "topic": wanted.topic,
        }
        return render_public(
            request, "evidence/public_questions.html", assembly, context, here="public_questions"
        )
