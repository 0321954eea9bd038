"""What the public sees of recommendations and answers, for the team."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from assembly.enums import AssemblyState
from assembly.outcomes.selectors.register import outline_of
from assembly.outcomes.selectors.register_summary import late_items, summary_of
from assembly.outcomes.views.outcomes_base import ResponsesView


class RegisterPreviewView(ResponsesView):
    """The figures of the register, where it stands, and what is not in it yet."""

    permission: ClassVar[str] = "assembly.view_responses"
    tab: ClassVar[str] = "register"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page."""
        outline = outline_of(self.assembly, self.now)
        context = {
            "is_public": self.assembly.state != AssemblyState.DRAFT,
            "summary": summary_of(outline),
            "entries": outline,
            "late": len(late_items(outline)),
        }
        return self.render("outcomes/register_preview.html", context)
