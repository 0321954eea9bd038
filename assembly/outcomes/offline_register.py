"""How the public reads the register without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Read what was recommended and what was answered"),
    _("Ask the team by phone or by post: they send you the register on paper, in large print if you wish."),
    roles=frozenset(),
)
_LATE = OfflineRoute(
    _("Learn which answers and promises are late"),
    _("Call the team: they read the list out, or post it."),
    roles=frozenset(),
)
_PROOF = OfflineRoute(
    _("Read the evidence that a promise was kept"),
    _("Ask the team by phone or by post: they send you a copy of what is confirmed, or read it out."),
    roles=frozenset(),
)
register_offline_routes(
    {
        "public_register": _READ,
        "public_answer": _READ,
        "public_side_by_side": _READ,
        "public_side_by_side_pdf": _READ,
        "public_register_csv": _READ,
        "public_register_json": _READ,
        "public_register_feed": _READ,
        "public_late": _LATE,
        "public_proof_file": _PROOF,
    }
)
