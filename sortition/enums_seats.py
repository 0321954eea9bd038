"""The choices of a seat, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatState(models.TextChoices):
    """The lifecycle of a seat, from the offer to the end of the assembly or to who took it over."""

    OFFERED = "offered", _("Offered")
    CONTACTING = "contacting", _("Being contacted")
    CONFIRMED = "confirmed", _("Confirmed")
    ONBOARDED = "onboarded", _("Onboarded")
    ACTIVE = "active", _("Active")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    UNREACHABLE = "unreachable", _("Unreachable")
    WITHDRAWN_BEFORE_START = "withdrawn_before_start", _("Withdrew before the start")
    NO_SHOW = "no_show", _("Did not come")
    WITHDRAWN_DURING = "withdrawn_during", _("Withdrew during the assembly")
    REMOVED = "removed", _("Removed")
    RECALLED = "recalled", _("Offer taken back")
    REPLACEMENT_PENDING = "replacement_pending", _("Waits for a replacement")
    FILLED = "filled", _("Filled by somebody else")
    LEFT_VACANT = "left_vacant", _("Left vacant")


AWAITING = (SeatState.OFFERED, SeatState.CONTACTING)
"""Whoever holds the seat has not answered yet."""

SAID_YES = (SeatState.CONFIRMED, SeatState.ONBOARDED, SeatState.ACTIVE, SeatState.COMPLETED)
"""Whoever holds the seat is a member."""

HELD = (*AWAITING, *SAID_YES)
"""Somebody holds the seat."""

GIVEN_UP = (
    SeatState.DECLINED,
    SeatState.UNREACHABLE,
    SeatState.WITHDRAWN_BEFORE_START,
    SeatState.NO_SHOW,
    SeatState.WITHDRAWN_DURING,
    SeatState.REMOVED,
    SeatState.RECALLED,
)
"""Whoever held the seat has left it, and nobody has decided yet what becomes of it."""

OPEN = (*GIVEN_UP, SeatState.REPLACEMENT_PENDING)
"""Nobody holds the seat, and somebody still may."""

# The tone of a seat's badge.
SEAT_TONES: dict[str, str] = {
    **dict.fromkeys(AWAITING, "active"),
    **dict.fromkeys(SAID_YES, "good"),
    **dict.fromkeys(GIVEN_UP, "warn"),
    SeatState.REPLACEMENT_PENDING: "warn",
    SeatState.FILLED: "",
    SeatState.LEFT_VACANT: "",
}


class SeatOrigin(models.TextChoices):
    """How somebody came to a seat."""

    DRAW = "draw", _("Drawn in the lottery")
    REPLACEMENT = "replacement", _("Drawn as a replacement")
    ALTERNATE = "alternate", _("Stood by as an alternate")
    REHEARSAL = "rehearsal", _("Taken over in a rehearsal")


class AlternatesState(models.TextChoices):
    """The lifecycle of a choice of alternates."""

    WORKING = "working", _("Being chosen")
    PROPOSED = "proposed", _("Proposed")
    CURRENT = "current", _("Standing by")
    PAST = "past", _("Set aside")
    FAILED = "failed", _("Failed")


ALTERNATES_TONES = {
    AlternatesState.WORKING: "active",
    AlternatesState.PROPOSED: "",
    AlternatesState.CURRENT: "good",
    AlternatesState.PAST: "",
    AlternatesState.FAILED: "bad",
}
