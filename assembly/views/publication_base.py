"""The base of every page of the stage Publication."""

from typing import Any, ClassVar

from django.http import HttpResponse

from assembly.publication_tabs import PUBLICATION, publication_tabs
from assembly.views.workspace import AssemblyView


class PublicationView(AssemblyView):
    """A page of the workspace with the tabs of its stage; `tab` names the one that is open."""

    permission: ClassVar[str] = "assembly.view_publication"
    stage: ClassVar[str] = PUBLICATION
    tab: ClassVar[str] = ""

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the tabs that this reader may open."""
        context = {
            "publication_tab": self.tab,
            "publication_tabs": [tab for tab in publication_tabs() if self.can(tab.permission)],
            **(context or {}),
        }
        return super().render(template, context, status=status)
