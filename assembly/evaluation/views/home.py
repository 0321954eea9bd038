"""The stage's first page: what parts it has."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from assembly.evaluation.views.evaluation_base import EvaluationView


class EvaluationHomeView(EvaluationView):
    """Lead to the parts of the stage."""

    permission: ClassVar[str] = "assembly.view_evaluation"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        return self.render("evaluation/home.html")
