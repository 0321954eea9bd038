"""The list of recommendations, its file and its paper, an idea for it, and the freezing of all."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.outcomes.documents.recommendation_papers import drafts_paper
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.exports_recommendations import recommendations_csv
from assembly.outcomes.forms.recommendations import NewRecommendationForm
from assembly.outcomes.recommendation_gates import freeze_blockers
from assembly.outcomes.selectors.recommendations import (
    Wanted,
    narrowed,
    needs_of,
    recommendations_of,
    themes_of,
)
from assembly.outcomes.services.recommendations import TO_FREEZE, add_recommendation, freeze_all
from assembly.outcomes.views.outcomes_base import RecommendationsView

PER_PAGE = 25
EDITS, DECIDES = "assembly.edit_recommendations", "assembly.decide_recommendations"


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address narrows the list to."""
    given = request.GET
    return Wanted(given.get("state", ""), given.get("theme", ""), given.get("search", "")[:100])


class RecommendationListView(RecommendationsView):
    """All recommendations theme by theme, narrowed by state, theme and words."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    tab: ClassVar[str] = "recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them, each with what needs somebody."""
        wanted, every = wanted_of(request), recommendations_of(self.assembly)
        page = Paginator(narrowed(every, wanted), PER_PAGE).get_page(request.GET.get("page"))
        for each in page:
            each.needs = needs_of(each)
        context = {
            "page": page,
            "wanted": wanted,
            "is_narrowed": wanted != Wanted(),
            "is_long": page.paginator.count > PER_PAGE or wanted != Wanted(),
            "states": RecommendationState.choices,
            "themes": themes_of(self.assembly),
            "export": request.GET.urlencode(),
        }
        return self.render("outcomes/recommendations.html", context)


class RecommendationNewView(RecommendationsView):
    """Add an idea."""

    permission: ClassVar[str] = EDITS
    tab: ClassVar[str] = "recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(NewRecommendationForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = NewRecommendationForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        said = form.cleaned_data
        try:
            added = add_recommendation(
                assembly=self.assembly,
                words=form.words(),
                theme=said["theme"],
                table=said["table"],
                token=said["token"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The idea is kept."))
        return redirect("recommendation", self.assembly.slug, added.number)

    def page(self, form: NewRecommendationForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/recommendation_new.html", {"form": form}, status=status)


class FreezeAllView(RecommendationsView):
    """Freeze every text on which no amendment is open: asked once, with what waits."""

    permission: ClassVar[str] = DECIDES
    tab: ClassVar[str] = "recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask."""
        drafts = recommendations_of(self.assembly).filter(state__in=TO_FREEZE)
        context = {
            "ready": [each for each in drafts if not each.open_amendments],
            "waiting": [(each, freeze_blockers(each)) for each in drafts if each.open_amendments],
        }
        return self.render("outcomes/recommendations_freeze.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Freeze them."""
        done = freeze_all(assembly=self.assembly, actor=request.user, now=self.now)
        many = len(done.frozen)
        said = ngettext("%(n)s text is frozen.", "%(n)s texts are frozen.", many) % {"n": many}
        messages.success(request, said)
        for recommendation, why in done.waiting:
            messages.warning(request, f"{recommendation}: {why}")
        return redirect("recommendations", self.assembly.slug)


class RecommendationsExportView(RecommendationsView):
    """What the list shows, as a file without names."""

    permission: ClassVar[str] = "assembly.view_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        found = narrowed(recommendations_of(self.assembly), wanted_of(request))
        name = f"{self.assembly.slug}-recommendations.csv"
        return HttpResponse(
            recommendations_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class RecommendationsPaperView(RecommendationsView):
    """All texts on paper with space for amendments; in large print with `?print=large`."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    screen: ClassVar[str] = "recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the paper."""
        texts = recommendations_of(self.assembly).exclude(state=RecommendationState.WITHDRAWN)
        page = request.build_absolute_uri(reverse(self.screen, args=[self.assembly.slug]))
        is_large = request.GET.get("print") == "large"
        content = drafts_paper(self.assembly, list(texts), page=page, is_large=is_large)
        name = f"{self.assembly.slug}-recommendations.pdf"
        headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
