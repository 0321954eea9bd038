"""The five behaviours: for the team with all numbers, for the public without those of few people, and as files."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.evaluation.exports_indicators import behaviours_csv, behaviours_json
from assembly.evaluation.forms.indicators import RemarkForm
from assembly.evaluation.indicator_sources import is_indicator
from assembly.evaluation.selectors.behaviours import ShownBehaviour, behaviours_of, remarks_on
from assembly.evaluation.selectors.figures_published import limit_of
from assembly.evaluation.services.indicators import remark_on_indicator
from assembly.evaluation.views.evaluation_base import EvaluationView
from assembly.models import Assembly
from assembly.views.public_base import PublicView


class BehavioursView(EvaluationView):
    """All indicators with their definitions, numbers, sources and remarks."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    tab: ClassVar[str] = "behaviours"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        behaviours = behaviours_of(self.assembly, self.now, is_public=False)
        pages = {
            each.words.page: reverse(each.words.page, args=[self.assembly.slug])
            for behaviour in behaviours
            for each in behaviour.indicators
            if each.words.page and self.can(each.words.permission)
        }
        return self.render("evaluation/behaviours.html", {"behaviours": behaviours, "pages": pages})


class BehavioursFileView(EvaluationView):
    """The same as a file."""

    permission: ClassVar[str] = "assembly.view_evaluation"
    form = "csv"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        page = request.build_absolute_uri(reverse("evaluation_behaviours", args=[self.assembly.slug]))
        return _file(self.assembly, behaviours_of(self.assembly, self.now, is_public=False), self.form, page)


class IndicatorRemarkView(EvaluationView):
    """Remark on one indicator; what was remarked before stays readable."""

    permission: ClassVar[str] = "assembly.publish_figures"
    tab: ClassVar[str] = "behaviours"
    indicator: str

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Find the indicator, or answer 404."""
        self.indicator = kwargs.pop("indicator")
        if not is_indicator(self.indicator):
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form with what stands."""
        written = remarks_on(self.assembly, self.indicator)
        return self.page(RemarkForm(initial={"text": written[0].text if written else ""}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the remark."""
        form = RemarkForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        made = remark_on_indicator(
            assembly=self.assembly,
            indicator=self.indicator,
            text=form.cleaned_data["text"],
            actor=request.user,
            now=self.now,
        )
        if made is None:
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(
                request, _("Saved. Everybody reads it.") if made.text else _("The remark is taken back.")
            )
        return redirect(f"{reverse('evaluation_behaviours', args=[self.assembly.slug])}#{self.indicator}")

    def page(self, form: RemarkForm, *, status: int = 200) -> HttpResponse:
        """Render the form beside the numbers."""
        shown = next(
            each
            for behaviour in behaviours_of(self.assembly, self.now, is_public=True)
            for each in behaviour.indicators
            if each.key == self.indicator
        )
        context = {"form": form, "shown": shown, "written": remarks_on(self.assembly, self.indicator)}
        return self.render("evaluation/indicator_remark.html", context, status=status)


class PublicBehavioursView(PublicView):
    """All indicators, as everybody reads them."""

    here: ClassVar[str] = "evaluation"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Show them."""
        behaviours = behaviours_of(self.assembly, self.now, is_public=True)
        context = {"behaviours": behaviours, "limit": limit_of(self.assembly)}
        return self.render("evaluation/public_behaviours.html", context)


class PublicBehavioursFileView(PublicView):
    """The same as a file."""

    here: ClassVar[str] = "evaluation"
    form = "csv"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        behaviours = behaviours_of(self.assembly, self.now, is_public=True)
        answer = _file(self.assembly, behaviours, self.form, self.address("public_behaviours"))
        answer["Access-Control-Allow-Origin"] = "*"
        return answer


def _file(assembly: Assembly, behaviours: list[ShownBehaviour], form: str, page: str) -> HttpResponse:
    if form == "csv":
        answer = HttpResponse(behaviours_csv(behaviours), content_type="text/csv; charset=utf-8")
    else:
        content = behaviours_json(assembly, behaviours, page=page)
        answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{assembly.slug}-behaviours.{form}"'
    return answer
