"""Invent a small draw, the same each time."""

from __future__ import annotations

import itertools
import random

from sortition.draw import Balls, Entrant, Frozen, Opening, Quota, Terms, freeze
from sortition.draw.sources import Source

VOID_RULE = "Void if no number was drawn by the deadline."


def small_draw(source: Source | None = None, *, suppress_below: int = 2) -> tuple[Frozen, dict[str, Opening]]:
    """Freeze a draw of six people and ten panels of three, one or two of them women."""
    people = [f"p{at}" for at in range(6)]
    panels = [p for p in itertools.combinations(people, 3) if 1 <= sum(int(i[1]) % 2 for i in p) <= 2][:10]
    entrants = [
        Entrant(name, f"R-{name}", {"Gender": "Woman" if at % 2 else "Man"}, 0.5)
        for at, name in enumerate(people)
    ]
    terms = Terms(
        assembly="Riverbend",
        frozen_at="2026-04-17T09:00:00Z",
        deadline="2026-04-21T22:00:00Z",
        void_rule=VOID_RULE,
        source=source or Balls(sides=10, count=1, lowest=0),
        seats=3,
        quotas=(Quota("Gender", "Woman", 1, 2), Quota("Gender", "Man", 1, 2)),
        settings={"objective": "leximin"},
        suppress_below=suppress_below,
    )
    return freeze(terms, entrants, panels, token_bytes=random.Random(7).randbytes)
