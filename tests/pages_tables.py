"""Examples of the pages of seating plans."""

from typing import Any

from assembly.models import Assembly
from scheduling.enums_tables import RuleKind
from tests.factories_people import make_members
from tests.factories_sessions import make_session
from tests.factories_tables import make_fixed, make_job, make_plan, make_rule


def _plan(assembly: Assembly) -> dict[str, Any]:
    plan = make_plan(assembly=assembly)
    people = list({seat.person for seat in plan.seats.select_related("person")})
    make_fixed(plan.session, people[0], 1)
    make_rule(*people[:2], kind=RuleKind.APART)
    make_plan(plan.session)
    return {"number": plan.session.number, "plan": plan.number}


def _session(assembly: Assembly) -> dict[str, Any]:
    return {"number": _plan(assembly)["number"]}


def _working(assembly: Assembly) -> dict[str, Any]:
    session = make_session(assembly)
    make_members(assembly, 3)
    make_job(session)
    return {"number": session.number}


def _rule(assembly: Assembly) -> dict[str, Any]:
    return {"pk": make_rule(*make_members(assembly, 2)).pk}


EXAMPLES_TABLES = {
    "tables": lambda assembly: _plan(assembly) and {},
    "my_tables": lambda assembly: _plan(assembly) and {},
    "seating_rule_new": lambda assembly: _rule(assembly) and {},
    "seating_rule": _rule,
    "seating_rule_remove": _rule,
    "session_tables": _session,
    "seating_new": _session,
    "seating_progress": _working,
    "seating_stop": _working,
    "seating_state": _plan,
    "seating_move": _plan,
    "seating_undo": _plan,
    "seating_fix": _plan,
    "seating_missing": _plan,
    "seating_paper": lambda assembly: {**_plan(assembly), "kind": "list"},
}
