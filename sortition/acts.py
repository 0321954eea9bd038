"""Sortition's acts: on runs, draws, seats, alternates, waves, support needs and respondents."""

from django.utils.translation import gettext_lazy as _

from assembly.acts import Act, Acts, register_acts
from sortition.alternates_lifecycle import ALTERNATES
from sortition.draw_lifecycle import DRAW
from sortition.enums import RespondentState, RunState, WaveState
from sortition.enums_draws import DrawState
from sortition.enums_membership import SupportState
from sortition.enums_seats import AlternatesState, SeatState
from sortition.respondent_lifecycle import RESPONDENT
from sortition.run_lifecycle import RUN
from sortition.seat_lifecycle import SEAT
from sortition.seat_words import SEAT_ACTS
from sortition.support_lifecycle import SUPPORT_NEED
from sortition.wave_lifecycle import WAVE

_DRAWS, _WAVES, _NEEDS = "assembly.run_draw", "assembly.run_waves", "assembly.edit_support_needs"
_SEATS = "assembly.run_replacements"
_COMPUTES = _("The system, when it computes")
_WITH_SEAT = _("Follows from what happens to the seat")

register_acts(
    Acts(
        RUN,
        _("A selection run"),
        dict(RunState.choices),
        {
            "cancel": Act(_("Stop it"), "assembly.start_run"),
            "claim": Act(_("Begin to compute"), by_itself=_COMPUTES),
            "complete": Act(_("Keep the lottery"), by_itself=_COMPUTES),
            "find_infeasible": Act(_("Find that no panel meets the quotas"), by_itself=_COMPUTES),
            "fail": Act(_("Mark it as failed"), by_itself=_COMPUTES),
        },
    )
)
register_acts(
    Acts(
        DRAW,
        _("A draw"),
        dict(DrawState.choices),
        {
            "commit": Act(_("Freeze and commit, once a second person has approved"), _DRAWS),
            "receive": Act(_("Take in the random number"), _DRAWS),
            "resolve": Act(_("Compute the panel’s number"), _DRAWS),
            "publish": Act(_("Publish it and offer the seats"), _DRAWS),
            "void": Act(_("Call it void, with a reason and witnesses"), _DRAWS),
        },
    )
)
register_acts(
    Acts(
        SEAT,
        _("A seat"),
        dict(SeatState.choices),
        SEAT_ACTS,
    )
)
register_acts(
    Acts(
        ALTERNATES,
        _("A choice of alternates"),
        dict(AlternatesState.choices),
        {
            "stand_by": Act(_("Let them stand by"), _SEATS),
            "set_aside": Act(_("Set them aside"), _SEATS),
            "propose": Act(_("Propose whom it found"), by_itself=_COMPUTES),
            "fail": Act(_("Mark it as failed"), by_itself=_COMPUTES),
        },
    )
)
register_acts(
    Acts(
        WAVE,
        _("An invitation wave"),
        dict(WaveState.choices),
        {
            "print": Act(_("Print the letters"), _WAVES),
            "post": Act(_("Note that they were posted"), _WAVES),
            "land": Act(_("Note that they have arrived"), _WAVES),
            "cancel": Act(_("Cancel it"), _WAVES),
        },
    )
)
register_acts(
    Acts(
        SUPPORT_NEED,
        _("A support need"),
        dict(SupportState.choices),
        {
            "arrange": Act(_("Note that it is arranged"), _NEEDS),
            "confirm": Act(_("Note that the member confirmed it"), _NEEDS),
            "meet": Act(_("Note that it was met"), _NEEDS),
            "leave_unmet": Act(_("Note that it was not met, with the reason"), _NEEDS),
        },
    )
)
register_acts(
    Acts(
        RESPONDENT,
        _("A respondent"),
        dict(RespondentState.choices),
        {
            "withdraw": Act(_("Withdraw somebody, with a reason"), "assembly.import_pool"),
            "erase": Act(_("Erase somebody’s data"), "assembly.handle_personal_data"),
            "select": Act(_("Take somebody out of the pool for a seat"), by_itself=_WITH_SEAT),
            "confirm": Act(_("Make somebody a member"), by_itself=_WITH_SEAT),
            "reopen": Act(_("Undo a yes"), by_itself=_WITH_SEAT),
            "release": Act(_("Put somebody back into the pool"), by_itself=_WITH_SEAT),
        },
    )
)
