"""How anybody learns of the behaviours without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Read how the assembly did, behaviour by behaviour"),
    _("Call or write: the team prints the page and posts it to you, or reads it to you."),
    "evaluation_behaviours",
    roles=frozenset(),
)
register_offline_routes(
    dict.fromkeys(("public_behaviours", "public_behaviours_csv", "public_behaviours_json"), _READ)
)
