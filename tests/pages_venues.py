"""How the pages of venues, sessions and people are reached."""

from collections.abc import Callable
from typing import Any

from assembly.models import Assembly
from tests.factories_membership import make_need
from tests.factories_people import make_members, make_person, member_of
from tests.factories_pool import RespondentFactory
from tests.factories_programme import publish
from tests.factories_sessions import (
    make_duty,
    make_item,
    make_person_time,
    make_room,
    make_room_time,
    make_session,
    make_venue,
)


def _session(assembly: Assembly) -> dict[str, Any]:
    """Two sessions with an item, a duty, and a member with needs that rooms do not meet."""
    session = make_session(assembly)
    make_session(assembly)
    person = make_person(assembly, kind="facilitator")
    make_item(session, people=(person,))
    make_duty(session, person)
    make_person_time(person, session)
    respondent = RespondentFactory(assembly=assembly)
    member_of(respondent)
    make_need(respondent, feature="hearing_loop")
    make_need(respondent, kind="diet", words="⟪Vegan⟫")
    return {"number": session.number}


def _empty_session(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_session(assembly).number}


def _open_session(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_session(assembly, state="open").number}


def _venue(assembly: Assembly) -> dict[str, Any]:
    make_session(assembly)
    return {"pk": make_room(make_venue(assembly)).venue_id}


def _room(assembly: Assembly) -> dict[str, Any]:
    session = make_session(assembly)
    room = make_room(session.venue)
    make_room_time(room, session)
    return {"pk": room.pk}


def _person(assembly: Assembly) -> dict[str, Any]:
    person = make_person(assembly)
    session = make_session(assembly)
    make_item(session, people=(person,))
    make_person_time(person, session)
    return {"pk": person.pk}


def _person_to_write_to(assembly: Assembly) -> dict[str, Any]:
    person = make_person(assembly)
    make_item(make_session(assembly), people=(person,))
    publish(assembly)
    return {"pk": person.pk}


def _people(assembly: Assembly) -> dict[str, Any]:
    make_members(assembly, 2)
    return _person(assembly) and {}


EXAMPLES_VENUES: dict[str, Callable[[Assembly], dict[str, Any]]] = {
    "sessions": lambda assembly: _session(assembly) and {},
    "session": _session,
    "session_edit": _session,
    "session_move": _open_session,
    "session_delete": _empty_session,
    "session_duty": _session,
    "session_needs": _session,
    "session_needs_pdf": _session,
    "session_needs_export": _session,
    "venues": lambda assembly: _venue(assembly) and {},
    "venue_ways": lambda assembly: _venue(assembly) and {},
    "venue": _venue,
    "venue_edit": _venue,
    "venue_delete": _venue,
    "room_new": _venue,
    "room": _room,
    "room_edit": _room,
    "room_delete": _room,
    "people": _people,
    "people_accounts": _people,
    "person": _person,
    "person_edit": _person,
    "person_calendar": _person_to_write_to,
    "person_delete": lambda assembly: {"pk": make_person(assembly).pk},
}
