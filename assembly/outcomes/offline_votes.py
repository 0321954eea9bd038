"""How members vote and read the results without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_MEMBERS = frozenset({Role.MEMBER, Role.FACILITATOR})
_VOTES = OfflineRoute(
    _("Read what is put to the vote, and the results"),
    _(
        "The team posts or hands out the question sheet, also in large print, and reads out the result in the room."
    ),
    roles=_MEMBERS,
)
_SECRET = OfflineRoute(
    _("Vote in secret"),
    _(
        "At the desk: draw a sealed slip and vote on a tablet in the room, or take a ballot paper and put it into the"
        " urn. Ask for somebody to read the questions to you, or for large print. There is no voting by telephone,"
        " because it would not be secret."
    ),
    roles=frozenset({Role.MEMBER}),
)
_RESULTS = OfflineRoute(
    _("Read the result of a vote, and find a receipt"),
    _("Ask the team: they post the result on paper, and look in the list for a receipt that you read out."),
    roles=frozenset(),
)
_REPORT = OfflineRoute(
    _("Read the report"),
    _("Ask the team: they post it on paper, also in large print."),
    roles=frozenset(),
)
register_offline_routes(dict.fromkeys(("own_ballots", "own_ballot", "own_ballot_sheet"), _VOTES))
register_offline_routes(dict.fromkeys(("vote", "vote_room", "own_ballot_code"), _SECRET))
register_offline_routes(
    dict.fromkeys(
        ("public_votes", "public_vote", "public_receipts", "public_vote_file", "recount_program"), _RESULTS
    )
)
register_offline_routes(
    dict.fromkeys(("public_report", "public_report_edition", "public_report_file"), _REPORT)
)
