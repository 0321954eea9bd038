"""How anybody gets the programme without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Learn when and where the assembly meets"),
    _(
        "Call the team or write to them: they post you the programme, in large print if you wish, or read it out."
    ),
    roles=frozenset(),
)
register_offline_routes(
    dict.fromkeys(("public_programme", "public_programme_version", "public_programme_ics"), _READ)
)
