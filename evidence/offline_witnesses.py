"""How people propose witnesses, and witnesses answer, without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_WITNESS = frozenset({Role.WITNESS})
_PROPOSERS = frozenset({Role.MEMBER, Role.ADVISORY_GROUP})
_PROPOSE = OfflineRoute(
    _("Propose a witness, and learn what was decided"),
    _(
        "Call, write, or tell somebody of the staff: they enter it with your name and tell you what was decided."
    ),
    "witness_new",
    roles=_PROPOSERS,
)
_ANSWER = OfflineRoute(
    _("Accept or decline an invitation to give evidence, and know when and where you speak"),
    _("Call or write to the team: they enter your answer, and send you the programme on paper."),
    "witnesses",
    roles=_WITNESS,
)
_DECLARE = OfflineRoute(
    _("Declare your interests, and agree to what may be made public or take it back"),
    _("On paper, by phone or in person: the team enters it with how you said it."),
    "witnesses",
    roles=_WITNESS,
)
_TIMES = OfflineRoute(
    _("Say when you can come to give evidence"),
    _("Call or write to the team: they enter your times."),
    "people",
    roles=_WITNESS,
)
register_offline_routes(
    dict.fromkeys(("propose_witness", "public_propose_witness", "public_propose_thanks"), _PROPOSE)
)
register_offline_routes(dict.fromkeys(("own_appearances", "own_invitation_answer"), _ANSWER))
register_offline_routes(dict.fromkeys(("own_interests", "own_release"), _DECLARE))
register_offline_routes({"own_times": _TIMES})
