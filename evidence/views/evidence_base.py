"""The base of every page of the stage Evidence."""

from typing import Any, ClassVar

from django.http import HttpResponse

from assembly.views.workspace import AssemblyView
from evidence.tabs import tabs


class EvidenceView(AssemblyView):
    """A page of the workspace below Evidence; `tab` names the tab that is open."""

    stage: ClassVar[str] = "evidence"
    tab: ClassVar[str] = ""

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the tabs that this reader may open."""
        context = {
            "evidence_tab": self.tab,
            "evidence_tabs": [tab for tab in tabs() if self.can(tab.permission)],
            **(context or {}),
        }
        return super().render(template, context, status=status)
