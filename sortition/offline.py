"""How volunteers do by phone or by post what others do on the registration page."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_REGISTER = OfflineRoute(
    _("Volunteer, or answer an invitation"),
    _("By phone or by returning the letter’s answer: the team enters it with the letter’s code."),
    "pool_person_new",
    roles=frozenset(),
)

_DRAW = OfflineRoute(
    _("See how the panel was drawn, check it, and learn whether one was in the draw"),
    _(
        "Ask the team to post the certificate, the list of panels and the letter about your own part, or to read it "
        "out."
    ),
    "draws",
    roles=frozenset({Role.MEMBER}),
)

register_offline_routes(
    dict.fromkeys(
        ("public_draws", "public_draw", "public_draw_file", "own_opening", "verify_draw", "verify_program"),
        _DRAW,
    )
)
_ANSWER = OfflineRoute(
    _("Say yes or no to a seat"),
    _("By phone, or with the slip at the foot of the letter: the team enters it."),
    "offers",
    roles=frozenset(),
)

register_offline_routes({"answer": _ANSWER})
register_offline_routes(
    dict.fromkeys(("register", "register_letter", "register_short", "register_thanks"), _REGISTER)
)
