"""How reviewers work without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_REVIEW = OfflineRoute(
    _("Review evidence for balance and accuracy"),
    _("The team posts the draft or reads it out; write or say what you find, and the team enters it."),
    "evidence_review_enter",
    roles=frozenset({Role.ADVISORY_GROUP}),
)
_PUBLIC = OfflineRoute(
    _("Read the published evidence"),
    _("Ask the team to post you a printed copy, also in large print."),
    roles=frozenset(),
)
register_offline_routes(dict.fromkeys(("evidence_reviews", "evidence_review"), _REVIEW))
register_offline_routes(
    dict.fromkeys(
        (
            "public_evidence",
            "public_evidence_csv",
            "public_item",
            "public_item_version",
            "public_item_file",
        ),
        _PUBLIC,
    )
)
