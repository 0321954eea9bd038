"""The overview of one assembly."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from assembly.views.workspace import AssemblyView


class OverviewView(AssemblyView):
    """Where the process stands and what needs a person now."""

    permission: ClassVar[str] = "assembly.view_workspace"
    stage: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the overview."""
        return self.render("assembly/overview.html")
