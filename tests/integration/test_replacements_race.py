"""Two people at the same moment: one replacement, one alternate, one seat."""

import pytest

from assembly.errors import HouseError
from sortition.enums_seats import HELD, SeatState
from sortition.models import Seat, SelectionRun
from sortition.services.alternates import call_alternate
from sortition.services.replacements import adopt_replacement, start_replacement
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_replacements import make_alternates, make_replacement, make_vacancies
from tests.integration.test_runs_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused(call):
    """Turn a refusal into its code."""

    def attempt():
        try:
            return call()
        except HouseError as refusal:
            return refusal.code

    return attempt


def test_of_two_who_ask_those_drawn_one_does():
    """Every seat is filled once."""
    assembly = AssemblyFactory()
    run = make_replacement(assembly)
    actors = [UserFactory(), UserFactory()]
    outcomes = at_once(
        [
            refused(lambda actor=actor: len(adopt_replacement(run=run, actor=actor, now=NOON)))
            for actor in actors
        ]
    )
    assert sorted(map(str, outcomes)) == ["1", "not_adoptable"]
    assert Seat.objects.filter(number=1, state__in=HELD).count() == 1
    assert Seat.objects.filter(number=1, state=SeatState.FILLED).count() == 1


def test_of_two_who_start_the_same_replacement_both_get_one_run():
    """Neither number nor seed is lost."""
    assembly = AssemblyFactory()
    seats = [seat.pk for seat in make_vacancies(assembly)]
    actors = [UserFactory(), UserFactory()]
    outcomes = at_once(
        [
            lambda actor=actor: (
                start_replacement(assembly=assembly, seats=seats, actor=actor, now=NOON).number
            )
            for actor in actors
        ]
    )
    assert outcomes == [2, 2]
    assert SelectionRun.objects.filter(is_replacement=True).count() == 1


def test_a_replacement_and_an_alternate_for_one_seat_give_it_to_one_person():
    """Whoever comes second is refused."""
    assembly = AssemblyFactory()
    run = make_replacement(assembly)
    drawn = run.vacancies.get()
    standby = make_alternates(assembly).people.get(rank=1).respondent_id
    actors = [UserFactory(), UserFactory()]
    outcomes = at_once(
        [
            refused(lambda: bool(adopt_replacement(run=run, actor=actors[0], now=NOON))),
            refused(lambda: bool(call_alternate(seat=drawn, respondent=standby, actor=actors[1], now=NOON))),
        ]
    )
    assert outcomes.count(True) <= 1
    assert Seat.objects.filter(number=1, state__in=HELD).count() == outcomes.count(True)
