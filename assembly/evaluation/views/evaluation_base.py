"""The base of every page of the stage Evaluation."""

from typing import Any, ClassVar

from django.http import HttpResponse

from assembly.evaluation.tabs import EVALUATION, tabs_of_evaluation
from assembly.views.workspace import AssemblyView


class EvaluationView(AssemblyView):
    """A page of the workspace with the tabs of the stage; `tab` names the one that is open."""

    stage: ClassVar[str] = EVALUATION
    tab: ClassVar[str] = ""

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the tabs that this reader may open."""
        context = {
            "evaluation_tab": self.tab,
            "evaluation_tabs": [tab for tab in tabs_of_evaluation() if self.can(tab.permission)],
            **(context or {}),
        }
        return super().render(template, context, status=status)
