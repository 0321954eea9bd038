"""How people learn without a screen where they sit."""

from django.utils.translation import gettext_lazy as _

from assembly.offline_routes import OfflineRoute, register_offline_routes

_MY_TABLE = OfflineRoute(
    _("See at which table one sits"),
    _(
        "The lists hang beside the doors of the hall, the staff tell you, and a card with your name stands there."
    ),
)

register_offline_routes({"my_tables": _MY_TABLE})
