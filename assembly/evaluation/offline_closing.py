"""How the public reads the close-out without a screen, and asks for information."""

from django.utils.translation import gettext_lazy as _

from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Read the close-out certificate, and ask for information"),
    _(
        "Call the team or write to them. They post the certificate, also in large print. They enter what you ask about "
        "the assembly, and post you the answer."
    ),
    "evaluation_disclosure_new",
    roles=frozenset(),
)
register_offline_routes(dict.fromkeys(("public_close_out", "public_close_out_file"), _READ))
