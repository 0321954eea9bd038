"""How people claim money without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_PAID = frozenset({Role.MEMBER, Role.WITNESS, Role.FACILITATOR, Role.ADVISORY_GROUP})
_CLAIM = OfflineRoute(
    _("Claim what you spent, answer a question about it, and learn what you are paid"),
    _(
        "Hand over or post the receipts with a note, or call: the team enters it and tells you what became of it."
    ),
    "claim_new",
    roles=_PAID,
)
_DETAILS = OfflineRoute(
    _("Say how you want to be paid"),
    _("By phone, by post or in person: the team enters it. Cheque and cash are possible."),
    "pay_details",
    roles=_PAID,
)
register_offline_routes(dict.fromkeys(("own_payments", "own_claim_new", "own_claim", "own_receipt"), _CLAIM))
register_offline_routes({"own_pay_details": _DETAILS})
