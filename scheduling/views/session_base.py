"""The base of every page of one session: the session is loaded through its assembly."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from assembly.views.workspace import AssemblyView
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of
from scheduling.session_pages import session_pages


class SessionView(AssemblyView):
    """Load the session whose `number` the address has; `session_page` names the tab that is open."""

    stage: ClassVar[str] = "sessions"
    session_page: ClassVar[str] = ""
    session: Session

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the session; the handlers get what is left of the address."""
        self.session = get_object_or_404(sessions_of(self.assembly), number=kwargs.pop("number"))

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the session and its tabs."""
        context = {
            "session": self.session,
            "session_page": self.session_page,
            "session_pages": [page for page in session_pages() if self.can(page.permission)],
            **(context or {}),
        }
        return super().render(template, context, status=status)
