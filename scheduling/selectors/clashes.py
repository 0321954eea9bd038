"""The clashes of an assembly's programme, told by name, with those that somebody let stand."""

from dataclasses import dataclass
from typing import Any

from scheduling.clash_words import clash_flag, clash_sentence
from scheduling.models import AcceptedClash, AgendaItem
from scheduling.planning.clash_rules import SEVERITIES, Severity
from scheduling.planning.clashes import Clash, clashes_of
from scheduling.selectors.plan_programme import Plan


@dataclass(frozen=True, slots=True)
class ToldClash:
    """One clash in words, and in the few (`flag`) beside an item; `session_keys` are those that it concerns."""

    key: str
    code: str
    sentence: Any
    flag: Any
    items: tuple[AgendaItem, ...]
    session_keys: frozenset[int]
    acceptance: AcceptedClash | None = None


def standing_clashes(plan: Plan) -> list[ToldClash]:
    """Return those that cannot be as planned (somebody in two places, say) and that nobody has let stand."""
    impossible = {code for code, severity in SEVERITIES.items() if severity == Severity.IMPOSSIBLE}
    return [each for each in told_clashes(plan) if each.acceptance is None and each.code in impossible]


def told_clashes(plan: Plan) -> list[ToldClash]:
    """Return all clashes of a programme in the order of its items."""
    found = clashes_of(plan.programme)
    if not found:
        return []
    accepted = _accepted(plan)
    return sorted(
        (tell(clash, plan, accepted.get(clash.key)) for clash in found),
        key=lambda told: (_first_moment(told, plan), told.key),
    )


def tell(clash: Clash, plan: Plan, acceptance: AcceptedClash | None = None) -> ToldClash:
    """Tell one clash."""
    items = tuple(plan.items[key] for key in clash.items if key in plan.items)
    return ToldClash(
        key=clash.key,
        code=clash.code,
        sentence=clash_sentence(clash.code, clash.params, items, plan),
        flag=clash_flag(clash.code, clash.params, items, plan),
        items=items,
        session_keys=frozenset(item.session_id for item in items if item.session_id) | _sessions_named(clash),
        acceptance=acceptance,
    )


def _accepted(plan: Plan) -> dict[str, AcceptedClash]:
    rows = AcceptedClash.objects.filter(assembly=plan.assembly).select_related("accepted_by")
    return {row.key: row for row in rows}


def _sessions_named(clash: Clash) -> frozenset[int]:
    """Return the sessions that a clash is about beside its items: those at which somebody is on duty."""
    named = (clash.params.get(name) for name in ("session", "other_session"))
    return frozenset(key for key in named if isinstance(key, int))


def _first_moment(told: ToldClash, plan: Plan) -> str:
    moments = [item.starts_at for item in told.items if item.starts_at]
    if not told.items:
        moments = [plan.sessions[key].starts_at for key in told.session_keys]
    return min(moments).isoformat() if moments else "~"
