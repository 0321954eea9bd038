"""Makers of promises to the public."""

from collections.abc import Sequence
from datetime import date, datetime

from assembly.models import Assembly, PublicationDay, PublicationItem
from tests.factories import NOON, UserFactory

DUE = date(2026, 6, 1)
"""The day for which things are promised, unless a test says another."""


def make_promise(
    assembly: Assembly,
    state: str = "promised",
    *,
    title: str = "",
    kind: str = "",
    days: Sequence[date] = (DUE,),
    set_at: Sequence[datetime] = (),
    delivered_on: date = DUE,
    corrected: str = "",
) -> PublicationItem:
    """Make a promise for some days, each later one set with a reason at its moment of `set_at` (else at NOON)."""
    number = PublicationItem.objects.filter(assembly=assembly).count() + 1
    by_state = {
        "promised": {},
        "delivered": {"delivered_on": delivered_on, "link": "" if kind else "https://example.org/costs"},
        "withdrawn": {"withdrawn_on": DUE, "reason": "⟪Nobody collected the figures⟫"},
    }
    item = PublicationItem.objects.create(
        assembly=assembly,
        number=number,
        title=title or f"⟪Costs, part {number}⟫",
        kind=kind,
        what="⟪What the assembly has cost so far⟫",
        state=state,
        promised_at=NOON,
        promised_by=UserFactory(),
        correction=corrected,
        corrected_on=DUE if corrected else None,
        **by_state[state],
    )
    for place, day in enumerate(days):
        PublicationDay.objects.create(
            item=item,
            number=place + 1,
            due_on=day,
            reason="⟪The printer is closed⟫" if place else "",
            set_at=set_at[place] if place < len(set_at) else NOON,
            set_by=item.promised_by,
        )
    return item
