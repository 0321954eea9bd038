"""Makers of seats that were given up, of replacement runs in every state, and of alternates."""

import random
from collections.abc import Iterable
from typing import Any

from assembly.models import Assembly
from sortition.enums import RunState
from sortition.enums_seats import AlternatesState
from sortition.models import Alternate, AlternateSet, Respondent, Seat, SelectionRun
from sortition.selectors.seats import present_seats
from sortition.services.replacements import start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.runs_worker import do_run
from sortition.services.seats import move_seat
from tests.factories import NOON, UserFactory
from tests.factories_draws import make_panel
from tests.factories_runs import STATES


def seat_of(assembly: Assembly, number: int) -> Seat:
    """Return the present row of a place."""
    return present_seats(assembly).get(number=number)


def give_up(assembly: Assembly, numbers: Iterable[int], verb: str = "decline") -> list[Seat]:
    """Let the people on these places leave them."""
    return [
        move_seat(seat=seat_of(assembly, number), verb=verb, actor=UserFactory(), now=NOON)
        for number in numbers
    ]


def make_vacancies(assembly: Assembly, numbers: Iterable[int] = (1,)) -> list[Seat]:
    """Draw a panel and let the people on these places say no."""
    make_panel(assembly)
    assembly.refresh_from_db()
    return give_up(assembly, numbers)


def make_replacement(
    assembly: Assembly, state: str = RunState.COMPLETED, *, numbers: Iterable[int] = (1,), **options: Any
) -> SelectionRun:
    """Start a replacement run for these places (given up on a new panel where there is none); bring it to a state."""
    if not Seat.objects.filter(assembly=assembly).exists():
        make_vacancies(assembly, numbers)
    seats = [seat_of(assembly, number).pk for number in numbers]
    run = start_replacement(assembly=assembly, seats=seats, actor=UserFactory(), now=NOON, **options)
    if state == RunState.COMPLETED:
        do_run(run.pk, clock=lambda: NOON)
    elif state != RunState.PENDING:
        SelectionRun.objects.filter(pk=run.pk).update(state=state, started_at=NOON, **STATES[state])
    run.refresh_from_db()
    return run


def make_alternates(
    assembly: Assembly, state: str = AlternatesState.CURRENT, people: Iterable[Respondent] = ()
) -> AlternateSet:
    """Let people of the pool stand by (the first two where none are given)."""
    chosen = list(people) or list(Respondent.objects.filter(assembly=assembly, state="pool")[:2])
    figures = {"chosen_at": NOON, "with_set": 0.4, "with_next": 1.2, "with_none": 5.5}
    made = AlternateSet.objects.create(
        assembly=assembly,
        number=AlternateSet.objects.filter(assembly=assembly).count() + 1,
        state=state,
        wanted=len(chosen),
        seed=random.Random(1).randrange(10**12),
        rates={"all": 0.9, "values": []},
        asked_at=NOON,
        asked_by=UserFactory(),
        **({} if state in (AlternatesState.WORKING, AlternatesState.FAILED) else figures),
    )
    Alternate.objects.bulk_create(
        Alternate(alternates=made, rank=rank, respondent=person)
        for rank, person in enumerate(chosen, start=1)
    )
    return made


def leave_pool(person: Respondent) -> None:
    """Withdraw somebody."""
    withdraw_respondent(respondent=person, reason="⟪moved away⟫", actor=UserFactory(), now=NOON)
