"""How members read without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_READERS = frozenset({Role.MEMBER, Role.FACILITATOR})
_READ = OfflineRoute(
    _("Read the evidence and the packs"),
    _(
        "The team posts each pack on paper, also in large print, hands it over on the day, or reads it out. Whoever "
        "has an old version gets the new one."
    ),
    roles=_READERS,
)
_WISH = OfflineRoute(
    _("Say how you wish to get packs"),
    _("By phone, by post or in person: the team enters it."),
    "reading_wish",
    roles=_READERS,
)
_NOTES = OfflineRoute(
    _("Keep notes of your own on evidence"),
    _("Write on your paper copy: it is yours, and nobody asks for it back."),
    roles=_READERS,
)
register_offline_routes(
    dict.fromkeys(
        (
            "own_reading",
            "own_pack",
            "own_pack_file",
            "own_packs_file",
            "own_evidence",
            "own_evidence_file",
        ),
        _READ,
    )
)
register_offline_routes({"own_reading_wish": _WISH})
register_offline_routes(dict.fromkeys(("own_notes", "own_notes_file"), _NOTES))
