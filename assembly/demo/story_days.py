"""Hold the sessions: doors, who is there in each half, notes of the facilitators, an incident, what is caught up."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, FacilitatorNote, Person, User
from assembly.services.incidents import add_step, close_incident, report_incident, write_note
from scheduling.enums import Half
from scheduling.enums_attendance import AbsenceReason, AbsenceWay, CaughtUp, Presence, Way
from scheduling.models import Attendance, AttendanceAlert, Session
from scheduling.selectors.sessions import members_at
from scheduling.services.absences import say_absence
from scheduling.services.attendance import Tap, note_attendance, note_caught_up, note_rest
from scheduling.services.attendance_alerts import raise_alerts_of, settle_alert
from scheduling.services.sessions import move_session

ABSENT, PARTIAL, REMOTE, PRESENT = Presence.ABSENT, Presence.PARTIAL, Presence.REMOTE, Presence.PRESENT


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody who said beforehand that they cannot come: for which half ("" all), why, how, how many days before."""

    seat: int
    half: str = ""
    reason: AbsenceReason = AbsenceReason.UNSAID
    how: AbsenceWay = AbsenceWay.SELF
    days: int = 2


@dataclass(frozen=True, slots=True)
class Held:
    """How one day went. otherwise: seat → what is noted in the two halves, where it is not “present”."""

    said: tuple[Said, ...] = ()
    otherwise: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    notes: tuple[tuple[str, str, bool], ...] = ()


DAYS_HELD = {
    1: Held(
        said=(Said(7, reason=AbsenceReason.ILLNESS, how=AbsenceWay.PHONE, days=1),),
        otherwise={39: (ABSENT, ABSENT), 30: (PARTIAL, PRESENT)},
        notes=(
            (
                "Table 2",
                "Quiet at first. After the walk to the map everybody spoke; two had never been to the harbour.",
                True,
            ),
            (
                "Table 5",
                "One member took half of the time. Next time I begin with a round in which each has a minute.",
                False,
            ),
        ),
    ),
    2: Held(
        said=(Said(16, half=Half.SECOND, reason=AbsenceReason.CARE),),
        otherwise={3: (REMOTE, REMOTE), 33: (PARTIAL, PRESENT), 47: (ABSENT, ABSENT)},
        notes=(
            (
                "Table 3",
                "“Fair” means two things here: the same for all, or more from those who have more.",
                True,
            ),
        ),
    ),
    3: Held(
        said=(
            Said(40, half=Half.FIRST, reason=AbsenceReason.WORK, how=AbsenceWay.PHONE),
            Said(6, reason=AbsenceReason.TRAVEL, days=9),
        ),
        otherwise={38: (ABSENT, ABSENT), 5: (PRESENT, PARTIAL)},
        notes=(
            (
                "",
                "The room was loud after lunch; the loop helped. Fewer tables along the wall next time.",
                True,
            ),
            ("Table 1", "Strong wish for figures about the ring road at night. Passed on to the team.", True),
        ),
    ),
}
TO_COME = (
    Said(12, reason=AbsenceReason.TRAVEL, how=AbsenceWay.PHONE, days=13),
    Said(29, half=Half.SECOND, reason=AbsenceReason.CARE, days=12),
)
"""Who has said that they cannot come to the fourth day."""


def hold_session(session: Session, held: Held, accounts: dict[str, User], *, source: random.Random) -> None:
    """Hold one day from the opening of the doors to their closing, and raise what is due."""
    begin_session(session, held, accounts, source=source)
    end_session(session, held, accounts)


def begin_session(session: Session, held: Held, accounts: dict[str, User], *, source: random.Random) -> None:
    """Open the doors, and note who is there in each half: the last a quarter of an hour into the second."""
    mei, leo = accounts["mei"], accounts["leo"]
    move_session(session=session, verb="open", actor=mei, now=session.starts_at - timedelta(minutes=20))
    _note_first_half(session, held, (mei, leo), source)
    _note_second_half(session, held, mei)


def end_session(session: Session, held: Held, accounts: dict[str, User]) -> None:
    """Close the doors, raise what is due, and let the facilitator write notes."""
    mei, leo = accounts["mei"], accounts["leo"]
    closed = session.ends_at + timedelta(minutes=20)
    move_session(session=session, verb="close", actor=mei, now=closed)
    raise_alerts_of(assembly=session.assembly, now=closed + timedelta(minutes=1))
    for minute, (table, text, is_shared) in enumerate(held.notes):
        note = FacilitatorNote(
            assembly=session.assembly,
            day=session.starts_at.astimezone(session.zone).date(),
            table=table,
            text=text,
            is_shared=is_shared,
        )
        write_note(note=note, actor=leo, now=closed + timedelta(minutes=10 + minute))


def say_absences(session: Session, said: tuple[Said, ...], *, actor: User) -> None:
    """Note who cannot come: on their own page, or as they told the team."""
    for each in said:
        person = _on_seat(session, each.seat)
        own = person.user if each.how == AbsenceWay.SELF else None
        say_absence(
            session=session,
            person=person,
            half=each.half,
            reason=each.reason,
            how=each.how,
            actor=own or actor,
            now=session.starts_at - timedelta(days=each.days, hours=3),
        )


def _on_seat(session: Session, seat: int) -> Person:
    return members_at(session).get(seat_number=seat)


def _note_first_half(session: Session, held: Held, tablets: tuple[User, User], source: random.Random) -> None:
    """Let people arrive one after another at two tablets, a third of them by their badge; the rest are missing."""
    away = {each.seat for each in held.said if each.half in ("", Half.FIRST)}
    awaited = [person for person in members_at(session) if person.seat_number not in away]
    source.shuffle(awaited)
    moment = session.starts_at - timedelta(minutes=10)
    for number, person in enumerate(awaited):
        state = held.otherwise.get(person.seat_number or 0, (PRESENT, PRESENT))[0]
        if state == ABSENT:
            continue
        moment += timedelta(seconds=source.randint(5, 50))
        how = Way.QR if number % 3 == 0 else Way.LIST
        tap = _tap(person, Half.FIRST, state, source, how=how)
        note_attendance(session=session, tap=tap, actor=tablets[number % 2], now=moment)
    note_rest(
        session=session,
        half=Half.FIRST,
        there=False,
        actor=tablets[0],
        now=session.starts_at + timedelta(minutes=50),
    )


def _note_second_half(session: Session, held: Held, actor: User) -> None:
    """Note who is otherwise, then all others as there, then those who said so beforehand as excused."""
    begins = session.second_half_at or session.starts_at
    source = random.Random(f"{session.assembly.slug} {session.number}")  # noqa: S311 (marks of taps, not a draw)
    for seat, (_first, state) in sorted(held.otherwise.items()):
        if state != PRESENT:
            tap = _tap(_on_seat(session, seat), Half.SECOND, state, source)
            note_attendance(session=session, tap=tap, actor=actor, now=begins + timedelta(minutes=4))
    for minute, there in ((8, True), (15, False)):
        note_rest(
            session=session,
            half=Half.SECOND,
            there=there,
            actor=actor,
            now=begins + timedelta(minutes=minute),
        )


def _tap(person: Person, half: Half, state: str, source: random.Random, *, how: Way = Way.LIST) -> Tap:
    return Tap(person, half, state, uuid.UUID(int=source.getrandbits(128), version=4), how=how)


def catch_up(session: Session, seat: int, how: CaughtUp, *, actor: User, now: datetime) -> None:
    """Note that somebody has made good what they missed of a session, and let the clock take the alert back."""
    missed = Attendance.objects.filter(session=session, person__seat_number=seat)
    for attendance in missed.filter(state__in=(Presence.EXCUSED, Presence.ABSENT)):
        note_caught_up(attendance=attendance, how=how, actor=actor, now=now)
    raise_alerts_of(assembly=session.assembly, now=now + timedelta(minutes=1))


def speak_with(session: Session, seat: int, *, actor: User, now: datetime) -> None:
    """Settle the alert about somebody: they were called."""
    alert = AttendanceAlert.objects.get(session=session, person__seat_number=seat)
    settle_alert(alert=alert, actor=actor, now=now)


def report_leaflets(assembly: Assembly, accounts: dict[str, User], calendar: Calendar) -> None:
    """Report that somebody tried to influence members in the foyer, and how that ended."""
    amara, leo = accounts["amara"], accounts["leo"]
    incident = report_incident(
        assembly=assembly,
        kind="influence",
        happened_on=calendar.day(2026, 5, 23),
        happened_at=time(12, 40),
        place="Old Corn Exchange, foyer",
        account="Two people of a petrol company handed out leaflets to members at the coat rack during lunch. They had "
        "come in with the caterers.",
        people="About ten members took one. None of them minded, one asked whether it is allowed.",
        done="Asked them to leave, which they did at once. Collected the leaflets that lay about.",
        handlers=[amara],
        actor=leo,
        now=calendar.at(2026, 5, 23, 16, 40),
    )
    add_step(
        incident=incident,
        text="Wrote to the company: material goes to the advisory group, like everybody’s. The door of the kitchen is "
        "watched from now on.",
        actor=amara,
        now=calendar.at(2026, 5, 26, 10, 0),
    )
    close_incident(
        incident=incident,
        outcome="The company has apologised and sent its paper to the advisory group. The members were told.",
        actor=amara,
        now=calendar.at(2026, 6, 8, 11, 0),
    )
