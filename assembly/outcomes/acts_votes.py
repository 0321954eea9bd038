"""The acts on ballots."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from assembly.outcomes.ballot_lifecycle import BALLOT
from assembly.outcomes.enums import BallotState

_RUN = "assembly.run_ballots"

register_acts(
    Acts(
        BALLOT,
        _("A ballot"),
        dict(BallotState.choices),
        {
            "show": Act(_("Show members what they will be asked"), _RUN),
            "take_back": Act(_("Take the draft back and change it"), _RUN),
            "open": Act(_("Open the vote: questions and rules are fixed"), _RUN),
            "close": Act(_("Close the vote"), _RUN),
            "count": Act(_("Enter the counts"), _RUN),
            "recount": Act(_("Say that a count does not hold, and count again"), "assembly.verify_ballots"),
            "verify": Act(_("Verify the counts that somebody else entered"), "assembly.verify_ballots"),
            "publish": Act(_("Publish the result"), "assembly.decide_recommendations"),
            "void": Act(_("Declare the vote void: it decides nothing"), "assembly.decide_recommendations"),
        },
    )
)
