"""How members read recommendations, propose amendments and dissent, without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_MEMBER = frozenset({Role.MEMBER})
_READ = OfflineRoute(
    _("Read the recommendations as they stand"),
    _("The team prints them, also in large print, with space to write how they should change."),
    "recommendations",
    roles=_MEMBER | {Role.FACILITATOR},
)
_AMEND = OfflineRoute(
    _("Propose an amendment, see what became of it, or withdraw it"),
    _(
        "Write it on the printed sheet, tell your table’s facilitator, or call the team: they enter it for you."
    ),
    "amendment_new",
    roles=_MEMBER,
)
_DISSENT = OfflineRoute(
    _("Write a minority statement, or withdraw it"),
    _("Hand it in on paper, or call the team: they enter it word for word and read it back to you."),
    "minority_statement_new",
    roles=_MEMBER,
)
register_offline_routes(
    {
        "own_recommendations": _READ,
        "own_recommendations_paper": _READ,
        "own_recommendation": _READ,
        "own_amendment_new": _AMEND,
        "own_amendment": _AMEND,
        "own_minority_new": _DISSENT,
        "own_minority": _DISSENT,
    }
)
