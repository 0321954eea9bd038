"""The acts on seating plans and on the computations that make them."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from scheduling.enums_tables import JobState, PlanState
from scheduling.seating_lifecycle import JOB, PLAN

_SEATS, _COMPUTES = "assembly.seat_tables", _("The system, when it computes")

register_acts(
    Acts(
        PLAN,
        _("A seating plan"),
        dict(PlanState.choices),
        {
            "use": Act(_("Put it in use"), _SEATS),
            "supersede": Act(_("Set it aside for another"), _SEATS),
            "set_aside": Act(_("Set a draft aside"), _SEATS),
        },
    )
)
register_acts(
    Acts(
        JOB,
        _("A computation of a seating plan"),
        dict(JobState.choices),
        {
            "cancel": Act(_("Stop it; the best so far is kept"), _SEATS),
            "claim": Act(_("Begin to compute"), by_itself=_COMPUTES),
            "complete": Act(_("Keep the plan"), by_itself=_COMPUTES),
            "fail": Act(_("Mark it as failed"), by_itself=_COMPUTES),
        },
    )
)
