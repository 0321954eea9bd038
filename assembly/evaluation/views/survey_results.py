"""What came of a closed wave: question by question, and as files."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.evaluation.exports_surveys import results_csv, results_json
from assembly.evaluation.selectors.survey_results import WaveResults, published_form, results_of
from assembly.evaluation.shown_surveys import shown_questions
from assembly.evaluation.views.surveys import SurveyBase

FORMS = {
    "csv": (results_csv, "text/csv; charset=utf-8"),
    "json": (results_json, "application/json"),
}


class SurveyResultsView(SurveyBase):
    """Counts with how many answered; what people wrote without names and numbers."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        results = results_of(self.wave)
        if results is None:
            return self.not_now(_("There are results once the survey is closed."))
        context = {"response": results.response, "rows": rows_of(results)}
        return self.render("evaluation/survey_results.html", context)


class SurveyResultsFileView(SurveyBase):
    """The counts as CSV or JSON, for the team alone: small ones too."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        if form not in FORMS:
            raise Http404
        results = results_of(self.wave)
        if results is None:
            return self.not_now(_("There are results once the survey is closed."))
        written, kind = FORMS[form]
        name = f"{self.assembly.slug}-survey-{self.wave.number}.{form}"
        return HttpResponse(
            written(published_form(results, is_public=False)),
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def rows_of(results: WaveResults) -> list[dict[str, Any]]:
    """Return each question as it is shown, with what people wrote."""
    shown = shown_questions(published_form(results, is_public=False))
    return [
        {"question": question, "texts": each.texts, "waiting": each.waiting}
        for question, each in zip(shown, results.questions, strict=True)
    ]
