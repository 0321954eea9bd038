"""Makers of attendance: an open session with members, what is noted of them, absences said, alerts."""

import uuid
from datetime import datetime, timedelta

from assembly.enums import Role
from assembly.models import Assembly, Person, User
from scheduling.enums import Half, SessionState
from scheduling.enums_attendance import AbsenceWay, AlertKind
from scheduling.models import Absence, Attendance, AttendanceAlert, Session
from scheduling.services.attendance import Tap, note_attendance
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_people import make_members
from tests.factories_sessions import make_session


def make_open_session(assembly: Assembly, members: int = 3, **fields: object) -> tuple[Session, list[Person]]:
    """Make a session whose doors are open, with its members."""
    session = make_session(assembly, **{"state": SessionState.OPEN, "quorum": 2, **fields})
    return session, make_members(assembly, members)


def note(
    session: Session,
    person: Person,
    state: str = "present",
    *,
    half: str = Half.FIRST,
    actor: User | None = None,
    now: datetime = NOON,
    **fields: object,
) -> Attendance:
    """Note how somebody took part, as the list does, having seen what stands."""
    standing = Attendance.objects.filter(session=session, person=person, half=half).first()
    tap = Tap(
        person,
        half,
        state,
        uuid.uuid4(),
        **{"seen": standing.version if standing else 0, **fields},
    )
    return note_attendance(session=session, tap=tap, actor=actor or UserFactory(), now=now).attendance


def make_absence(session: Session, person: Person, **fields: object) -> Absence:
    """Note that somebody said they cannot come."""
    stands = {"how": AbsenceWay.PHONE, "said_at": NOON, "reason": "illness", **fields}
    return Absence.objects.create(
        session=session,
        person=person,
        **{"said_by": UserFactory() if "said_by" not in fields else None, **stands},
    )


def make_alert(session: Session, person: Person, **fields: object) -> AttendanceAlert:
    """Raise an alert about somebody."""
    return AttendanceAlert.objects.create(
        session=session, person=person, **{"kind": AlertKind.HALVES, "raised_at": NOON, **fields}
    )


def give_account(person: Person) -> User:
    """Let a member sign in."""
    user = AppointmentFactory(assembly=person.assembly, role=Role.MEMBER).user
    Person.objects.filter(pk=person.pk).update(user=user)
    return user


def fill_attendance(person: Person, session: Session) -> None:
    """Make everything that attendance holds about somebody."""
    Session.objects.filter(pk=session.pk).update(state=SessionState.OPEN)
    note(session, person, "absent")
    make_absence(session, person)
    make_alert(session, person)


def around_now(now: datetime) -> dict[str, datetime]:
    """Return times of a session that goes on now, in its first half."""
    return {
        "starts_at": now - timedelta(hours=1),
        "second_half_at": now + timedelta(hours=2),
        "ends_at": now + timedelta(hours=6),
    }
