"""What the page of the grid, and its part that is replaced after a drop, show of one session."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from assembly.models import Assembly
from scheduling.models import Session
from scheduling.plan_words import VERBS
from scheduling.selectors.clashes import ToldClash, told_clashes
from scheduling.selectors.plan_changes import last_change
from scheduling.selectors.plan_grid import grid_of, planned_of
from scheduling.selectors.plan_people import free_words
from scheduling.selectors.plan_programme import Plan, plan_of
from scheduling.services.plan import OVER


def board_context(
    assembly: Assembly, session: Session, *, said: str = "", refused: str = ""
) -> dict[str, Any]:
    """Gather grid, tray and clashes. said: what was just done; refused: why something was not."""
    plan = plan_of(assembly)
    clashes = [each for each in told_clashes(plan) if session.pk in each.session_keys]
    items = [item for item in plan.items.values() if item.session_id == session.pk]
    tray = [item for item in plan.items.values() if item.session_id is None]
    change = last_change(assembly)
    return {
        "session": session,
        "grid": grid_of(
            session,
            plan.usable.get(session.pk, []),
            planned_of(
                session,
                items,
                _by_item(clashes, is_accepted=False),
                _by_item(clashes, is_accepted=True),
            ),
        ),
        "placed": items,
        "tray": [
            (item, [str(slot.person) for slot in item.slots.all()], free_words(plan, item)) for item in tray
        ],
        "clashes": [each for each in clashes if not each.acceptance],
        "accepted": [each for each in clashes if each.acceptance],
        "change": change,
        "change_verb": VERBS.get(change.verb, change.verb) if change else "",
        "is_over": session.state in OVER,
        "said": said,
        "refused": refused,
        **_neighbours(plan, session),
    }


def wants_board(request: HttpRequest) -> bool:
    """Whether a drop asks for the board alone."""
    return bool(request.headers.get("HX-Request"))


def plan_address(assembly: Assembly, session: Session | None) -> str:
    """Return the page of a session's grid; without one, that of the first session that there is."""
    if session is None:
        session = Session.objects.filter(assembly=assembly).order_by("starts_at", "pk").first()
    if session is None:
        return reverse("clashes", args=[assembly.slug])
    return reverse("session_plan", args=[assembly.slug, session.number])


def _by_item(clashes: list[ToldClash], *, is_accepted: bool) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for clash in clashes:
        if bool(clash.acceptance) == is_accepted:
            for item in clash.items:
                found[item.pk].append(clash.flag)
    return found


def _neighbours(plan: Plan, session: Session) -> dict[str, Any]:
    keys = list(plan.sessions)
    place = keys.index(session.pk)
    return {
        "earlier": plan.sessions[keys[place - 1]] if place else None,
        "later": plan.sessions[keys[place + 1]] if place + 1 < len(keys) else None,
    }
