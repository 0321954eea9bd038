"""Makers of seats and of draws in the barest form; tests/factories_draws.py makes draws through the services."""

from datetime import timedelta
from typing import Any

from sortition.enums import RespondentState
from sortition.enums_seats import SeatOrigin
from sortition.models import Draw, DrawEntrant, Respondent, Seat, SelectionRun
from tests.factories import NOON, UserFactory
from tests.factories_pool import RespondentFactory


def make_seat(person: Respondent | None = None, *, number: int = 1, **fields: Any) -> Seat:
    """Offer a seat to somebody, made where none is given."""
    person = person or RespondentFactory()
    Respondent.objects.filter(pk=person.pk).update(state=RespondentState.SELECTED)
    person.refresh_from_db()
    options = {"origin": SeatOrigin.DRAW, "offered_at": NOON} | fields
    return Seat.objects.create(assembly=person.assembly, respondent=person, number=number, **options)


def enter_draw(person: Respondent) -> DrawEntrant:
    """Put somebody into a draw that was only prepared."""
    run = SelectionRun.objects.create(
        assembly=person.assembly,
        number=(SelectionRun.objects.filter(assembly=person.assembly).count() + 1),
        seats=1,
        seed=0,
        created_at=NOON,
        created_by=UserFactory(),
    )
    draw = Draw.objects.create(
        assembly=person.assembly,
        number=1,
        run=run,
        source_kind="balls",
        source={"kind": "balls", "sides": 10, "count": 3, "lowest": 0},
        held_at=NOON + timedelta(days=7),
        deadline=NOON + timedelta(days=8),
        void_rule="⟪void⟫",
        prepared_at=NOON,
        prepared_by=run.created_by,
    )
    return DrawEntrant.objects.create(
        draw=draw, respondent=person, pseudonym="0" * 16, reference=person.reference, salt="1" * 32
    )
