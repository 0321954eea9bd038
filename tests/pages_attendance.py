"""Examples of the pages about who is there."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, Person
from scheduling.attendance_codes import hall_code, member_code
from scheduling.models import Session
from tests.factories_attendance import make_absence, make_alert, make_open_session, note


def _room(assembly: Assembly) -> tuple[Session, list[Person]]:
    """A session with somebody present, somebody absent, somebody who said so, and somebody unnoted."""
    session, people = make_open_session(assembly, 4)
    note(session, people[0])
    note(session, people[1], "absent")
    make_absence(session, people[2])
    make_alert(session, people[1])
    return session, people


def _session(assembly: Assembly) -> dict[str, Any]:
    return {"number": _room(assembly)[0].number}


def _assembly(assembly: Assembly) -> dict[str, Any]:
    _room(assembly)
    return {}


def _alert(assembly: Assembly) -> dict[str, Any]:
    session, people = _room(assembly)
    return {"pk": make_alert(session, people[3]).pk}


def _person(assembly: Assembly) -> dict[str, Any]:
    session, people = _room(assembly)
    return {"number": session.number, "pk": people[1].pk}


def _absence(assembly: Assembly) -> dict[str, Any]:
    session, people = _room(assembly)
    return {"number": session.number, "pk": make_absence(session, people[3]).pk}


def _here(assembly: Assembly) -> dict[str, Any]:
    session, _people = _room(assembly)
    return {"number": session.number, "code": hall_code(session, timezone.now())}


ATTENDANCE_EXAMPLES: dict[str, Callable[[Assembly], dict[str, Any]]] = {
    "attendance": _assembly,
    "attendance_export": _assembly,
    "attendance_codes": _assembly,
    "attendance_alert": _alert,
    "check_in": lambda assembly: {"code": member_code(_room(assembly)[1][3])},
    "session_attendance": _session,
    "attendance_rest": _session,
    "attendance_sheet": _session,
    "attendance_person": _person,
    "session_day": _session,
    "session_hall": _session,
    "session_here": _here,
    "session_absence": _session,
    "session_absences": _session,
    "absence_take_back": _absence,
}
