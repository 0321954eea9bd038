"""Examples of the pages on which a programme is planned."""

from collections.abc import Callable
from typing import Any

from assembly.enums import AccessFeature
from assembly.models import Assembly
from scheduling.enums import ItemKind
from scheduling.models import AgendaItem, Session
from scheduling.selectors.clashes import told_clashes
from scheduling.selectors.plan_programme import plan_of
from scheduling.services.plan_clashes import accept_clash
from tests.factories import NOON, UserFactory
from tests.factories_people import make_members, make_person
from tests.factories_plan import make_placement, shifted
from tests.factories_sessions import make_item, make_person_time, make_room, make_session


def planned_session(assembly: Assembly) -> Session:
    """A session with two talks of one person at once, a break, one thing in the tray, and another session after it."""
    session = make_session(assembly)
    make_room(session.venue, features=[AccessFeature.HEARING_LOOP.value])
    make_members(assembly)
    witness = make_person(assembly)
    talk = make_item(session, at=60, people=(witness,))
    make_item(session, at=75, people=(witness,), description="⟪What the lungs say⟫")
    make_item(session, at=120, kind=ItemKind.BREAK, minutes=20, is_fixed=True, needs_room=False)
    waiting = make_item(assembly=assembly, people=(witness,), minutes=45)
    waiting.after.add(talk)
    later = make_session(assembly)
    make_person_time(witness, later)
    return session


def _session(assembly: Assembly) -> dict[str, Any]:
    return {"number": planned_session(assembly).number}


def _item(*, is_placed: bool = True) -> Callable[[Assembly], dict[str, Any]]:
    def make(assembly: Assembly) -> dict[str, Any]:
        planned_session(assembly)
        items = AgendaItem.objects.filter(assembly=assembly, session__isnull=not is_placed)
        return {"pk": items.order_by("pk").first().pk}

    return make


def _nothing(assembly: Assembly) -> dict[str, Any]:
    planned_session(assembly)
    return {}


def _accepted(assembly: Assembly) -> dict[str, Any]:
    planned_session(assembly)
    clash = told_clashes(plan_of(assembly))[0]
    accepted = accept_clash(
        assembly=assembly,
        key=clash.key,
        sentence=str(clash.sentence),
        reason="⟪She speaks in both by video⟫",
        actor=UserFactory(),
        now=NOON,
    )
    return {"pk": accepted.pk}


def _placement(state: str) -> Callable[[Assembly], dict[str, Any]]:
    def make(assembly: Assembly) -> dict[str, Any]:
        planned_session(assembly)
        return {"number": make_placement(assembly, state).number}

    return make


PLAN_EXAMPLES: dict[str, Callable[[Assembly], dict[str, Any]]] = {
    "session_plan": _session,
    "session_late": _session,
    "session_copy": _session,
    "plan_undo": lambda assembly: shifted(planned_session(assembly)) and {},
    "item_new": _nothing,
    "item": _item(),
    "item_place": _item(is_placed=False),
    "item_tray": _item(),
    "item_duplicate": _item(),
    "item_delete": _item(is_placed=False),
    "clashes": lambda assembly: _accepted(assembly) and {},
    "clash_accept": _nothing,
    "clash_take_back": _accepted,
    "placement_new": _nothing,
    "placement": _placement("proposed"),
    "placement_progress": _placement("running"),
    "placement_stop": _placement("running"),
    "placement_apply": _placement("proposed"),
    "placement_discard": _placement("proposed"),
}
