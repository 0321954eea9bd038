"""How members do by phone or in the room what others do on a page about sessions."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

register_offline_routes(
    {
        "session_absence": OfflineRoute(
            _("Say that you cannot come to a session"),
            _("Call or write to the team, or tell any of the staff: they note it, and need no reason."),
            "session_absences",
            roles=frozenset({Role.MEMBER}),
        ),
        "session_here": OfflineRoute(
            _("Sign in at a session"),
            _("Tell the staff at the door, show your badge, or sign the sheet on paper."),
            "session_attendance",
            roles=frozenset({Role.MEMBER}),
        ),
    }
)
