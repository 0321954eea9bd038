"""The phases of a programme in their order, as a proposal would leave them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduling.enums import PHASE_ORDER
from scheduling.plan_words import place_words
from scheduling.planning.clash_rules import phase_of, span_of
from scheduling.planning.programme import Item, Place
from scheduling.selectors.plan_programme import Plan


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase: how many items of work belong to it, where the first begins, and where the last stands."""

    label: Any
    count: int
    first: str
    last: str


def phases_of(plan: Plan, places: Mapping[int, Place]) -> list[PhaseLine]:
    """Return the phases that have items once some of them stand elsewhere; what is a break or internal has none."""
    programme = plan.programme.with_places(places)
    by_phase: dict[int, list[Item]] = defaultdict(list)
    for item in programme.placed_items:
        if (phase := phase_of(programme, item)) is not None:
            by_phase[phase].append(item)
    return [
        PhaseLine(
            label.label,
            len(by_phase[order]),
            _words(plan, min(by_phase[order], key=lambda item: span_of(item).start)),
            _words(plan, max(by_phase[order], key=lambda item: span_of(item).end)),
        )
        for label, order in sorted(PHASE_ORDER.items(), key=lambda pair: pair[1])
        if by_phase[order]
    ]


def _words(plan: Plan, item: Item) -> str:
    minutes = int(item.duration.total_seconds()) // 60
    room = plan.rooms.get(item.room_key or 0)
    return place_words(plan.sessions.get(item.session_key or 0), room, item.start, minutes)
