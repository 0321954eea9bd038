"""The base of every page of Connections."""

from typing import Any, ClassVar

from django.http import HttpResponse

from assembly.connections.tabs import CONNECTIONS, tabs_of_connections
from assembly.views.workspace import AssemblyView


class ConnectionsView(AssemblyView):
    """A page of the workspace with the tabs of Connections; `tab` names the one that is open."""

    stage: ClassVar[str] = CONNECTIONS
    tab: ClassVar[str] = ""

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the tabs that this reader may open."""
        context = {
            "connections_tab": self.tab,
            "connections_tabs": [tab for tab in tabs_of_connections() if self.can(tab.permission)],
            **(context or {}),
        }
        return super().render(template, context, status=status)
