"""Reads of seats: who holds which place now, who held it before, and what is left to fill."""

from django.db.models import Count, Q, QuerySet

from assembly.models import Assembly
from sortition.enums import RespondentState
from sortition.enums_seats import HELD, OPEN, SeatState
from sortition.models import Seat

MAY_RETURN = (SeatState.DECLINED, SeatState.UNREACHABLE)
"""Whoever left like this may still say yes, until somebody is asked in their place."""

NOT_GONE = (RespondentState.SELECTED, RespondentState.CONFIRMED)


def present_seats(assembly: Assembly) -> QuerySet[Seat]:
    """Return the present row of every place, in the order of their numbers."""
    present = Seat.objects.filter(assembly=assembly).exclude(state=SeatState.FILLED)
    return present.select_related("respondent").order_by("number")


def open_places(assembly: Assembly) -> QuerySet[Seat]:
    """Return the places that nobody holds and somebody still may."""
    return present_seats(assembly).filter(state__in=OPEN)


def chain_of(assembly: Assembly, number: int) -> list[Seat]:
    """Return everybody's time on one place, the newest first."""
    rows = Seat.objects.filter(assembly=assembly, number=number).select_related("respondent", "run")
    return list(rows.order_by("-pk"))


def times_filled(assembly: Assembly) -> dict[int, int]:
    """Return for each place how often somebody has taken it over."""
    counted = Seat.objects.filter(assembly=assembly).order_by().values_list("number")
    return dict(counted.annotate(times=Count("pk", filter=Q(state=SeatState.FILLED))))


def is_kept_free(seat: Seat) -> bool:
    """Whether a seat that was given up is still kept for the person who left it, because they may change their mind."""
    return seat.state in MAY_RETURN and seat.respondent.state in NOT_GONE


def counts_as_held(seat: Seat) -> bool:
    """Whether a replacement has to reckon with the person on this seat."""
    return seat.state in HELD or is_kept_free(seat)
