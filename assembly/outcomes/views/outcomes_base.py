"""The base of every page of the stages Recommendations and Responses."""

from typing import Any, ClassVar

from django.http import HttpResponse

from assembly.outcomes.tabs import RECOMMENDATIONS, RESPONSES, tabs_of
from assembly.views.workspace import AssemblyView


class OutcomesView(AssemblyView):
    """A page of the workspace with the tabs of its stage; `tab` names the one that is open."""

    tab: ClassVar[str] = ""

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the tabs that this reader may open."""
        context = {
            "outcomes_tab": self.tab,
            "outcomes_tabs": [tab for tab in tabs_of(self.stage) if self.can(tab.permission)],
            **(context or {}),
        }
        return super().render(template, context, status=status)


class RecommendationsView(OutcomesView):
    """A page below Recommendations."""

    stage: ClassVar[str] = RECOMMENDATIONS


class ResponsesView(OutcomesView):
    """A page below Responses."""

    stage: ClassVar[str] = RESPONSES
