"""Choose for recommendations that were handed over who leads and who supports: one by one, or many at once."""

from typing import ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.outcomes.forms.owed import AskForm
from assembly.outcomes.models import Theme
from assembly.outcomes.selectors.owed import bodies_to_ask, recommendations_to_ask_about
from assembly.outcomes.services.ask_bodies import ask_bodies
from assembly.outcomes.services.response_plan import plan_of
from assembly.outcomes.views.outcomes_base import ResponsesView

PER_PAGE = 25


class AskBodiesView(ResponsesView):
    """The recommendations with the bodies that were asked, and the form to ask more."""

    permission: ClassVar[str] = "assembly.manage_responses"
    tab: ClassVar[str] = "ask"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page; those without a lead stand first."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            asked = ask_bodies(
                recommendations=list(form.cleaned_data["recommendations"]),
                lead=form.cleaned_data["lead"],
                supporting=list(form.cleaned_data["supporting"]),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        said = ngettext("One question was asked.", "%(n)s questions were asked.", asked) % {"n": asked}
        messages.success(request, said)
        return redirect("responses_ask", self.assembly.slug)

    def form(self, data: object = None) -> AskForm:
        """Return the form."""
        return AskForm(
            data,
            recommendations=recommendations_to_ask_about(self.assembly),
            bodies=bodies_to_ask(self.assembly),
        )

    def page(self, form: AskForm, *, status: int = 200) -> HttpResponse:
        """Render one page of the list."""
        found = recommendations_to_ask_about(self.assembly)
        theme = self.request.GET.get("theme", "")
        if theme.isdecimal() and len(theme) < 10:
            found = found.filter(theme=int(theme))
        context = {
            "form": form,
            "page": Paginator(found, PER_PAGE).get_page(self.request.GET.get("page")),
            "ticked": set(form.data.getlist("recommendations")) if form.is_bound else set(),
            "themes": list(Theme.objects.filter(assembly=self.assembly)),
            "theme": theme,
            "plan": plan_of(self.assembly),
            "has_bodies": bodies_to_ask(self.assembly).exists(),
        }
        return self.render("outcomes/responses_ask.html", context, status=status)
