"""The acts on the call for submissions and on what came to it."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from evidence.call_lifecycle import CALL, SUBMISSION
from evidence.enums import CallState, SubmissionState

_RUN = "assembly.run_call"

register_acts(
    Acts(
        CALL,
        _("The call for submissions, which closes by itself after its last day"),
        dict(CallState.choices),
        {
            "open": Act(_("Let everybody send something in"), _RUN),
            "close": Act(_("Let nobody send anything any more"), _RUN),
        },
    )
)
register_acts(
    Acts(
        SUBMISSION,
        _("A submission. Its author takes it back by a link of their own, or asks the team to"),
        dict(SubmissionState.choices),
        {
            "take_up": Act(_("Make an evidence item of it"), _RUN),
            "turn_down": Act(_("Decide not to take it up, with the reason"), _RUN),
            "withdraw": Act(_("Take it back for its author, and erase it"), _RUN),
        },
    )
)
