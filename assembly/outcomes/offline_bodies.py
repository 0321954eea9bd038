"""How officials say without a screen who stands in for them."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

register_offline_routes(
    {
        "own_stand_in": OfflineRoute(
            _("Say who stands in for you while you are away"),
            _("Call the team, or write to them: they enter who acts for you and on which days."),
            "body_stand_in",
            roles=frozenset({Role.OFFICIAL, Role.RESPONSE_APPROVER}),
        ),
    }
)
