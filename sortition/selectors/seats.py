"""Reads of seats: who holds which place now, who held it before, and what is left to fill."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assembly.models import Assembly, AuditEvent
from sortition.enums import RespondentState
from sortition.enums_seats import AWAITING, HELD, OPEN, SAID_YES, SeatState
from sortition.models import Seat, SelectionRun

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


def events_of(chain: Iterable[Seat]) -> QuerySet[AuditEvent]:
    """Return what the record says of everybody's time on one place, the newest first."""
    rows = list(chain)
    keys = [str(row.pk) for row in rows]
    own = AuditEvent.objects.filter(object_type="seat", object_id__in=keys)
    if rows:
        own = own.filter(assembly=rows[0].assembly_id)
    return own.select_related("actor", "kept").order_by("-pk")


@dataclass(frozen=True, slots=True)
class ResetCounts:
    """How many offers of a run a reset would take back, and whom it leaves alone."""

    touched: int
    said_yes: int
    left: int
    others: int


def reset_counts(run: SelectionRun) -> ResetCounts:
    """Count the seats that a run gave by what a reset would do to them, and those that others gave."""
    present = present_seats(run.assembly)
    states = list(present.filter(run=run).values_list("state", flat=True))
    touched, yes = sum(s in AWAITING for s in states), sum(s in SAID_YES for s in states)
    others = present.count() - len(states)
    return ResetCounts(touched, yes, len(states) - touched - yes, others)


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """How many places there are that are to be filled, are held, and are open."""

    places: int
    held: int
    open: int


def seat_counts(assembly: Assembly) -> SeatCounts:
    """Count places by what they wait for; those left vacant do not count."""
    states = list(present_seats(assembly).values_list("state", flat=True))
    held, waiting = sum(s in HELD for s in states), sum(s in OPEN for s in states)
    return SeatCounts(held + waiting, held, waiting)
