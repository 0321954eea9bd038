"""The acts on recommendations, amendments and minority statements."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.outcomes.enums import AmendmentState, MinorityState, RecommendationState
from assembly.outcomes.recommendation_lifecycle import AMENDMENT, MINORITY, RECOMMENDATION

_EDIT, _DECIDE = "assembly.edit_recommendations", "assembly.decide_recommendations"

register_acts(
    Acts(
        RECOMMENDATION,
        _("A recommendation"),
        dict(RecommendationState.choices),
        {
            "draft": Act(_("Take the idea up and draft it"), _EDIT),
            "open_amendments": Act(_("Let members and tables propose amendments"), _DECIDE),
            "close_amendments": Act(_("Take no more amendments"), _DECIDE),
            "freeze": Act(_("Freeze the text, once no amendment is open"), _DECIDE),
            "unfreeze": Act(_("Open the text again, before it is voted on"), _DECIDE),
            "ballot": Act(_("Put it to the vote"), by_itself=_("The opening of a ballot does it.")),
            "adopt": Act(
                _("Adopt it"), by_itself=_("The publication of a ballot does it, by the decision rule.")
            ),
            "reject": Act(
                _("Do not adopt it"),
                by_itself=_("The publication of a ballot does it, by the decision rule."),
            ),
            "repeat": Act(
                _("Put it to the vote again"),
                by_itself=_(
                    "The publication of a ballot does it, if too few were present or votes were tied."
                ),
            ),
            "withdraw": Act(_("Withdraw it, with the reason"), _DECIDE),
            "submit": Act(
                _("Hand it to the authority"), by_itself=_("The publication of the report does it.")
            ),
            "respond": Act(
                _("Note that it is answered"),
                by_itself=_("The publication of the lead body’s answer does it."),
            ),
            "follow_up": Act(
                _("Follow up what was promised"), by_itself=_("An answer that makes a commitment does it.")
            ),
            "close": Act(_("Close it, once nothing is owed any more"), _DECIDE),
        },
    )
)
register_acts(
    Acts(
        AMENDMENT,
        _("An amendment"),
        dict(AmendmentState.choices),
        {
            "discuss": Act(_("Note that it was discussed"), _EDIT),
            "adopt": Act(_("Adopt it: its text becomes the next version"), _DECIDE),
            "reject": Act(_("Do not adopt it, with the reason"), _DECIDE),
            "withdraw": Act(_("Withdraw it for those who proposed it"), _EDIT),
        },
    )
)
register_acts(
    Acts(
        MINORITY,
        _("A minority statement"),
        dict(MinorityState.choices),
        {
            "publish": Act(
                _("Publish it beside the recommendation"),
                by_itself=_("The publication of the report does it."),
            ),
            "withdraw": Act(_("Withdraw it for those who wrote it"), _EDIT),
        },
    )
)
