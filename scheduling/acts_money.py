"""The acts on honoraria, claims and payments."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from scheduling.enums_money import ClaimState, HonorariumState, PaymentState
from scheduling.money_lifecycle import CLAIM, HONORARIUM, PAYMENT

_PAYS = "assembly.manage_payments"
_PAID = _("Follows from noting that its payment was paid")

register_acts(
    Acts(
        HONORARIUM,
        _("An honorarium"),
        dict(HonorariumState.choices),
        {
            "approve": Act(_("Approve it, with all that is due for its session"), _PAYS),
            "take_back": Act(_("Take the approval back, before it is in a payment"), _PAYS),
            "waive": Act(_("Decide not to pay it, with the reason"), _PAYS),
            "restore": Act(_("Pay it after all"), _PAYS),
            "pay": Act(_("Note that it was paid"), by_itself=_PAID),
        },
    )
)
register_acts(
    Acts(
        CLAIM,
        _("An expense claim, never by whoever entered it"),
        dict(ClaimState.choices),
        {
            "approve": Act(_("Grant it, whole or in part"), _PAYS),
            "query": Act(_("Ask the claimant"), _PAYS),
            "answer": Act(_("Answer what was asked about one’s own"), "assembly.claim_expenses"),
            "refuse": Act(_("Refuse it, with the reason"), _PAYS),
            "pay": Act(_("Note that it was paid"), by_itself=_PAID),
        },
    )
)
register_acts(
    Acts(
        PAYMENT,
        _("A payment of many"),
        dict(PaymentState.choices),
        {
            "settle": Act(_("Note that it was paid"), _PAYS),
            "cancel": Act(_("Take it apart again"), _PAYS),
        },
    )
)
