"""The acts on automatic placements."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from scheduling.enums import PlacementState
from scheduling.placement_lifecycle import PLACEMENT

_PLANS, _COMPUTES = "assembly.edit_sessions", _("The system, when it computes")

register_acts(
    Acts(
        PLACEMENT,
        _("An automatic placement"),
        dict(PlacementState.choices),
        {
            "cancel": Act(_("Stop it"), _PLANS),
            "apply": Act(_("Do what it proposes"), _PLANS),
            "discard": Act(_("Leave its proposal"), _PLANS),
            "claim": Act(_("Begin to compute"), by_itself=_COMPUTES),
            "propose": Act(_("Propose what it found"), by_itself=_COMPUTES),
            "fail": Act(_("Mark it as failed"), by_itself=_COMPUTES),
        },
    )
)
