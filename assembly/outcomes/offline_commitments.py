"""How officials report, and members say back, without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_OFFICIAL = frozenset({Role.OFFICIAL, Role.RESPONSE_APPROVER})
_MEMBER = frozenset({Role.MEMBER})
_REPORT = OfflineRoute(
    _("Report how your body’s commitments stand, and supply evidence"),
    _(
        "The team posts you a sheet: fill it in and send it back, or report by phone. The team enters it for you."
    ),
    "commitment",
    roles=_OFFICIAL,
)
_SAY_BACK = OfflineRoute(
    _("Read the answers and rate them, ask for clarification, or disagree"),
    _(
        "The team prints a sheet with all answers and boxes to tick: hand it in, post it, or call. The team enters it."
    ),
    "ratings_enter",
    roles=_MEMBER | {Role.FACILITATOR},
)
register_offline_routes(
    {
        "own_commitments": _REPORT,
        "own_commitment": _REPORT,
        "own_commitment_file": _REPORT,
        "own_commitments_sheet": _REPORT,
        "own_responses": _SAY_BACK,
        "own_response": _SAY_BACK,
    }
)
