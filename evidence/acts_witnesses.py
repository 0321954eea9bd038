"""The acts on witnesses."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from evidence.enums import WitnessState
from evidence.witness_lifecycle import WITNESS

_STAFF = "assembly.edit_witnesses"

register_acts(
    Acts(
        WITNESS,
        _("A witness"),
        dict(WitnessState.choices),
        {
            "shortlist": Act(_("Shortlist them, with the reason"), _STAFF),
            "turn_down": Act(_("Do not choose them, with the reason"), _STAFF),
            "invite": Act(_("Invite them"), _STAFF),
            "accept": Act(_("Note that they accept, where they do not say it on their own page"), _STAFF),
            "decline": Act(_("Note that they decline, where they do not say it on their own page"), _STAFF),
            "brief": Act(_("Note that they were briefed, once their interests are declared"), _STAFF),
            "hear": Act(_("Note that they were heard"), _STAFF),
            "follow_up": Act(_("Note that they were followed up"), _STAFF),
        },
    )
)
