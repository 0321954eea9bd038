"""A replacement's chances are leximin on what is left, by an enumeration of every panel that keeps those who sit."""

import random

import pytest

from sortition.enums import RunState
from sortition.selectors.runs import run_result
from sortition.services.replacements import start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.runs import start_run
from sortition.services.runs_panel import adopt_run
from sortition.services.runs_worker import do_run
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_replacements import seat_of
from tests.factories_targets import make_people, make_targets
from tests.property.lottery.brute_force import all_panels, leximin_chances

pytestmark = pytest.mark.django_db

TOLERANCE = 1e-6
"""Explicit lotteries keep chances to this."""


def replaced(seed):
    """Draw four of twelve, let some of them leave, and compute who replaces them."""
    chance, actor = random.Random(seed), UserFactory()
    assembly = AssemblyFactory(is_rehearsal=True, seats=4)
    values = make_targets(
        assembly,
        Age={"young": (1, 2), "middle": (1, 2), "old": (0, 2)},
        Area={"north": (1, 3), "south": (1, 3)},
    )
    for number in range(12):
        age, area = chance.choice(["young", "middle", "old"]), chance.choice(["north", "south"])
        home = f"home {number % 4}" if chance.random() < 0.4 else ""
        make_people(assembly, 1, values[age], values[area], household=home)
    run = start_run(assembly=assembly, actor=actor, now=NOON, source=chance, seed=seed)
    do_run(run.pk, clock=lambda: NOON)
    run.refresh_from_db()
    if run.state != RunState.COMPLETED:
        return None
    adopt_run(run=run, actor=actor, now=NOON)
    leaving = [seat_of(assembly, number) for number in chance.sample([1, 2, 3, 4], chance.randint(1, 3))]
    for seat in leaving:
        withdraw_respondent(respondent=seat.respondent, reason="⟪away⟫", actor=actor, now=NOON)
    seats = [seat.pk for seat in leaving]
    run = start_replacement(assembly=assembly, seats=seats, actor=actor, now=NOON)
    do_run(run.pk, clock=lambda: NOON)
    run.refresh_from_db()
    return run


def compare(seed):
    """Answer whether there was something to compare."""
    run = replaced(seed)
    if run is None:
        return False
    result = run_result(run)
    if result is None:
        assert run.state == RunState.INFEASIBLE
        return False
    instance = result.snapshot.instance
    expected = leximin_chances(all_panels(instance), len(instance.people))
    found = [result.selection["probabilities"][person.id] for person in instance.people]
    assert found == pytest.approx(list(expected), abs=TOLERANCE)
    return True


def test_small_replacements_are_leximin():
    """A sample of those below."""
    assert sum(compare(seed) for seed in range(10)) >= 5


@pytest.mark.slow
def test_many_small_replacements_are_leximin():
    """Three quarters of these pools have a panel at all."""
    assert sum(compare(seed) for seed in range(200)) >= 100
