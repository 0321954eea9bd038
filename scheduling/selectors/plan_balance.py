"""How the positions of what is heard are balanced in each session."""

from collections import Counter
from collections.abc import Mapping

from scheduling.enums import Position
from scheduling.models import Session
from scheduling.selectors.plan_programme import Plan

SIDES = (Position.FOR, Position.AGAINST, Position.NEUTRAL)


def balance_of(plan: Plan, proposed: Mapping[int, int]) -> list[tuple[Session, list[int]]]:
    """Count items in favour, against and neutral by session, with proposed items where they would be."""
    counts: Counter[tuple[int, str]] = Counter()
    for key, item in plan.items.items():
        session = proposed.get(key, item.session_id)
        if session is not None and item.position:
            counts[session, item.position] += 1
    return [
        (session, [counts[key, side] for side in SIDES])
        for key, session in plan.sessions.items()
        if any(counts[key, side] for side in SIDES)
    ]
