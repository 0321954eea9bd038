"""The page of those who take part rather than run the assembly: members, witnesses, officials and others."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assembly.enums import AssemblyState, Role
from assembly.offline_routes import offline_routes
from assembly.own_cards import own_cards
from assembly.permissions import roles_of
from assembly.selectors import remit_versions
from assembly.views.workspace import AssemblyView


class OwnHomeView(AssemblyView):
    """What one is here, the question and the promise, what one can do, and how to do it without a screen."""

    permission: ClassVar[str] = "assembly.view_own_home"
    stage: ClassVar[str] = "own_home"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page."""
        held = roles_of(self.request.user, self.assembly)
        rail, first = self.rail(), self.assembly.first_session_on
        context = {
            "roles": [role.label for role in Role if role in held],
            "remit": remit_versions(self.assembly).exclude(published_at=None).first(),
            "rail": rail,
            "cards": own_cards(self.request.user, self.assembly, self.now),
            "is_to_begin": first is not None and first >= timezone.localdate(self.now),
            "stages": [stage for stage, _status in rail if stage.key != self.stage],
            "routes": offline_routes(*held),
            "has_notice": self.assembly.state != AssemblyState.DRAFT,
        }
        return self.render("assembly/own_home.html", context)
