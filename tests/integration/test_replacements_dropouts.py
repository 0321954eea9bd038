"""Simulated dropouts: a tenth of a panel leaves, and is replaced whenever an exact solve says that it can be.

The solve is another one than the product's: the people who can be drawn alone, on the quotas less those who stay, by
the second solver.
"""

import random
from collections import Counter

import pytest
from django.db import transaction

from sortition.enums import RunState
from sortition.enums_seats import HELD
from sortition.lottery import Instance, InvalidInstance, Person, Quota
from sortition.lottery.feasibility import find_panel
from sortition.lottery.integer_programmes import Backend
from sortition.lottery.pool_types import build_type_pool
from sortition.models import Answer, Respondent, Seat, Value
from sortition.selectors.pool import pool_for_lottery
from sortition.services.replacements import adopt_replacement, start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.runs import start_run
from sortition.services.runs_panel import adopt_run
from sortition.services.runs_worker import do_run
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_targets import make_people, make_targets

pytestmark = pytest.mark.django_db

POOLS = {"ample": (30, 160, 1), "tight": (20, 36, 0), "homes": (20, 60, 0)}
"""Seats, people, and how far each quota reaches beyond the panel that it was made around."""

DROPOUTS = 0.1
IN_ALL, SAMPLE = 201, 12


def make_assembly(kind):
    """Make a pool around a panel that meets its quotas, and draw."""
    seats, people, room = POOLS[kind]
    chance = random.Random(kind)
    sizes = {"Age": 4, "Gender": 2, "School": 3, "Area": 4}
    rows = [{c: int(n * chance.random() ** 1.4) for c, n in sizes.items()} for _ in range(people)]
    panel = chance.sample(rows, seats)
    quotas = {
        c: {
            f"{c} {v}": (max(0, (held := sum(row[c] == v for row in panel)) - room), held + room)
            for v in range(n)
        }
        for c, n in sizes.items()
    }
    assembly = AssemblyFactory(is_rehearsal=True, seats=seats)
    values = make_targets(assembly, **quotas)
    for number, row in enumerate(rows):
        home = f"home {number // 2}" if kind == "homes" and number % 5 < 2 else ""
        make_people(assembly, 1, *(values[f"{c} {v}"] for c, v in row.items()), household=home)
    if kind == "homes":
        Value.objects.filter(category__assembly=assembly, minimum__gte=1).update(minimum=1)
    actor = UserFactory()
    run = start_run(assembly=assembly, actor=actor, now=NOON, source=chance, seed=1)
    do_run(run.pk, clock=lambda: NOON)
    run.refresh_from_db()
    assert run.state == RunState.COMPLETED, run.error
    adopt_run(run=run, actor=actor, now=NOON)
    return assembly


def answers_of(people):
    """Return what people answered."""
    found = {pk: {} for pk in people}
    rows = Answer.objects.filter(respondent__in=people)
    for pk, category, value in rows.values_list("respondent", "category__name", "value__name"):
        found[pk][category] = value
    return found


def can_be_filled(assembly, held, places):
    """Decide by the second solver whether people of the pool can fill the open places."""
    own = answers_of(held)
    counts = Counter(pair for values in own.values() for pair in values.items())
    homes = set(Respondent.objects.filter(pk__in=held).values_list("household_key", flat=True)) - {""}
    pool = pool_for_lottery(assembly).exclude(household_key__in=homes)
    answers = answers_of(pool.values_list("pk", flat=True))
    people = tuple(Person(str(p.pk), answers[p.pk], p.household_key or None) for p in pool)
    quotas = []
    for value in Value.objects.filter(category__assembly=assembly).select_related("category"):
        here = counts[value.category.name, value.name]
        if here > value.maximum:
            return False
        quotas.append(
            Quota(value.category.name, value.name, max(0, value.minimum - here), value.maximum - here)
        )
    try:
        instance = Instance(places, tuple(quotas), people)
    except InvalidInstance:
        return False
    return find_panel(build_type_pool(instance), backend=Backend.CBC).x is not None


def drop_out_and_replace(assembly, seed):
    """Let a tenth leave and replace them; answer whether that was possible."""
    chance, actor = random.Random(seed), UserFactory()
    seats = list(Seat.objects.filter(assembly=assembly, state__in=HELD).select_related("respondent"))
    leaving = chance.sample(seats, round(DROPOUTS * len(seats)))
    for seat in leaving:
        withdraw_respondent(respondent=seat.respondent, reason="⟪away⟫", actor=actor, now=NOON)
    held = [seat.respondent_id for seat in seats if seat not in leaving]
    expected = can_be_filled(assembly, held, len(leaving))
    run = start_replacement(assembly=assembly, seats=[seat.pk for seat in leaving], actor=actor, now=NOON)
    do_run(run.pk, clock=lambda: NOON)
    run.refresh_from_db()
    assert run.state == (RunState.COMPLETED if expected else RunState.INFEASIBLE), run.error
    if expected:
        adopt_replacement(run=run, actor=actor, now=NOON)
        now = list(
            Seat.objects.filter(assembly=assembly, state__in=HELD).values_list("respondent_id", flat=True)
        )
        assert len(now) == assembly.seats
        counts = Counter(pair for values in answers_of(now).values() for pair in values.items())
        for value in Value.objects.filter(category__assembly=assembly).select_related("category"):
            assert value.minimum <= counts[value.category.name, value.name] <= value.maximum
        homes = [
            h for h in Respondent.objects.filter(pk__in=now).values_list("household_key", flat=True) if h
        ]
        assert len(homes) == len(set(homes))
    return expected


def simulate(kind, seeds):
    """Let others leave each time from the same panel; return how often that could be mended."""
    assembly = make_assembly(kind)
    mended = 0
    for seed in seeds:
        with transaction.atomic():
            mended += drop_out_and_replace(assembly, seed)
            transaction.set_rollback(True)
    return mended


@pytest.mark.parametrize("kind", POOLS)
def test_whoever_drops_out_is_replaced_within_the_quotas_whenever_that_can_be(kind):
    """A sample of those below."""
    simulate(kind, range(SAMPLE // len(POOLS)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", POOLS)
def test_two_hundred_dropouts_on_three_pools_are_replaced_whenever_that_can_be(kind):
    """In the ample pool nearly always; in the tight one not always, and then the run says so."""
    simulate(kind, range(IN_ALL // len(POOLS)))
