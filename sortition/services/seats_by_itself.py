"""Move members' seats along as sessions and the assembly go on, so that nobody has to say it of each."""

from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet

from assembly.enums import AssemblyState
from assembly.errors import IllegalMove
from assembly.models import Person
from assembly.who_came import who_came
from sortition.enums import RESPONDENT_KIND
from sortition.enums_seats import SeatState
from sortition.models import Seat
from sortition.services.seats import move_seat

STANDS_FOR = timedelta(hours=1)
"""So long a note of presence can be put right before a seat follows from it: no verb leads back."""

_log = structlog.get_logger(__name__)


def start_seats(now: datetime) -> int:
    """Make seats active whose members were noted as present for the first time; answer how many. Idempotent."""
    waiting = Seat.objects.filter(state__in=(SeatState.CONFIRMED, SeatState.ONBOARDED)).order_by("pk")
    members = Person.objects.here().filter(
        origin_kind=RESPONDENT_KIND, origin_key__in=waiting.order_by().values("respondent")
    )
    people = dict(members.values_list("pk", "origin_key"))
    came = {people[key] for key in who_came(people, noted_by=now - STANDS_FOR)}
    return _move(waiting.filter(respondent__in=came), "start", now) if came else 0


def complete_seats(now: datetime) -> int:
    """Complete the active seats of assemblies that are closed; answer how many. Idempotent."""
    over = (AssemblyState.CLOSED, AssemblyState.ARCHIVED)
    return _move(Seat.objects.filter(state=SeatState.ACTIVE, assembly__state__in=over), "complete", now)


def _move(seats: QuerySet[Seat], verb: str, now: datetime) -> int:
    """Move each seat in a transaction of its own: of two clocks, or of a clock and an organiser, one does it."""
    moved = 0
    for seat in seats.order_by("assembly", "number", "pk"):
        try:
            move_seat(seat=seat, verb=verb, actor=None, now=now)
        except IllegalMove:
            _log.info("seat_moved_meanwhile", seat=seat.pk, verb=verb)
        else:
            moved += 1
    return moved
