"""The four Saturdays of the earlier assembly: planned, published, held."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from scheduling.enums import Phase
from scheduling.models import Session, Venue
from scheduling.services.programme import draft_mark, publish_programme
from scheduling.services.sessions import add_session, move_session
from scheduling.services.venues import save_venue
from sortition.enums_seats import SeatState
from sortition.selectors.seats import present_seats
from sortition.services.seats import move_seat_by_hand


@dataclass(frozen=True, slots=True)
class Saturday:
    """One day: when it was, what it was for."""

    on: tuple[int, int]
    title: str
    phase: Phase


SATURDAYS = (
    Saturday((9, 13), "What a warm home costs", Phase.LEARNING),
    Saturday((9, 27), "Ten homes and how they are heated", Phase.LEARNING),
    Saturday((10, 11), "First drafts", Phase.DELIBERATION),
    Saturday((11, 8), "What we recommend", Phase.DECISION),
)


def plan_days(assembly: Assembly, *, actor: User, calendar: Calendar) -> list[Session]:
    """Rent the library's hall and publish the four days."""
    now = calendar.at(2025, 8, 18, 10, 0)
    venue = save_venue(
        venue=Venue(assembly=assembly),
        fields={
            "name": "Town Library",
            "address": "8 Church Walk\nRiverbend RB1 1DE",
            "directions": "Bus 4, stop “Library”. There are no steps.",
            "staff_notes": "",
            "time_zone": settings.TIME_ZONE,
        },
        seen="",
        actor=actor,
        now=now,
    )
    days = [_add(assembly, venue, day, actor=actor, calendar=calendar) for day in SATURDAYS]
    keys, published = [day.pk for day in days], calendar.at(2025, 8, 20, 9, 0)
    seen = draft_mark(assembly, keys)
    publish_programme(
        assembly=assembly, chosen=keys, note="All four Saturdays.", seen=seen, actor=actor, now=published
    )
    return list(Session.objects.filter(assembly=assembly).order_by("number"))


def _add(assembly: Assembly, venue: Venue, day: Saturday, *, actor: User, calendar: Calendar) -> Session:
    starts = calendar.at(2025, *day.on, 9, 30)
    return add_session(
        assembly=assembly,
        fields={
            "title": day.title,
            "phase": day.phase,
            "venue": venue,
            "time_zone": settings.TIME_ZONE,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=6, minutes=30),
            "second_half_at": starts + timedelta(hours=4),
            "quorum": 24,
            "members_note": "",
            "staff_notes": "",
        },
        rooms=[],
        actor=actor,
        now=calendar.at(2025, 8, 18, 11, 0),
    )


def open_day(session: Session, *, actor: User) -> None:
    """Open the doors of one day."""
    move_session(session=session, verb="open", actor=actor, now=session.starts_at - timedelta(minutes=20))


def close_day(session: Session, *, actor: User) -> None:
    """Close the doors."""
    move_session(session=session, verb="close", actor=actor, now=session.ends_at + timedelta(minutes=20))


def share_materials(session: Session, *, actor: User) -> None:
    """Publish what was shown."""
    later = session.ends_at + timedelta(days=6)
    move_session(session=session, verb="publish_materials", actor=actor, now=later)


def begin_membership(assembly: Assembly, session: Session, *, actor: User) -> None:
    """Note after the first day that all 36 have begun."""
    for seat in present_seats(assembly).filter(state=SeatState.ONBOARDED):
        move_seat_by_hand(
            seat=seat, verb="start", reason="", actor=actor, now=session.ends_at + timedelta(hours=1)
        )
