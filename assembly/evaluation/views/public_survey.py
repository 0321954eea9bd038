"""The published results of one survey, for everybody."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from assembly.evaluation.models import SurveyWave
from assembly.evaluation.selectors.own_surveys import published_waves
from assembly.evaluation.shown_surveys import shown_questions
from assembly.views.public_base import PublicView


class PublicSurveyView(PublicView):
    """What was asked, in its exact words, and what was answered, as it was published."""

    here: ClassVar[str] = "evaluation"
    wave: SurveyWave

    def load(self) -> None:
        """Find the wave, or answer 404."""
        self.wave = get_object_or_404(published_waves(self.assembly), number=self.kwargs["number"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        context = {"wave": self.wave, "questions": shown_questions(self.wave.published)}
        return self.render("evaluation/public_survey.html", context)
