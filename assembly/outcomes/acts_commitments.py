"""The acts on commitments."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.outcomes.commitment_lifecycle import COMMITMENT, VERIFICATION
from assembly.outcomes.enums_responses import CommitmentState, VerificationState

_REPORT, _MANAGE = "assembly.report_progress", "assembly.manage_responses"

register_acts(
    Acts(
        COMMITMENT,
        _("A commitment. Each act is part of a progress report; one on paper is entered by the team"),
        dict(CommitmentState.choices),
        {
            "begin": Act(_("Report that work has begun"), _REPORT),
            "deliver": Act(_("Report that it is done"), _REPORT),
            "deliver_in_part": Act(_("Report that a part is done, and what is missing"), _REPORT),
            "delay": Act(_("Report that it will be late, why, and until when"), _REPORT),
            "supersede": Act(_("Put another commitment in its place"), _REPORT),
            "abandon": Act(_("Give it up, with the reason"), _REPORT),
            "reopen": Act(_("Say that it is not done after all"), _REPORT),
        },
    )
)
register_acts(
    Acts(
        VERIFICATION,
        _("Whether what was reported of a commitment is shown to be so"),
        dict(VerificationState.choices),
        {
            "supply": Act(_("Supply evidence; the team can do it as well"), _REPORT),
            "confirm": Act(_("Confirm it, if somebody else supplied the evidence"), _MANAGE),
            "dispute": Act(_("Dispute it, with the reason"), _MANAGE),
        },
    )
)
