"""Seatings and repairs of small random problems against an enumeration."""

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest

from scheduling.planning.seating import seat
from scheduling.planning.seating_bounds import least_imbalance, most_new_pairs
from scheduling.planning.seating_faults import Faults
from scheduling.planning.seating_limits import examine
from scheduling.planning.seating_measures import measure, shares_of, times_met, violations_of
from scheduling.planning.seating_problem import Participant, SeatingProblem, Table
from scheduling.planning.seating_repair import repair

PEOPLE = 7


def random_problem(seed, *, rounds=2):
    """Seven people, three tables, a few rules that may contradict each other."""
    chance = random.Random(seed)
    people = tuple(
        Participant(
            number,
            {"a": chance.choice("xy"), "b": chance.choice("uvw")},
            frozenset({"loop"}) if chance.random() < 0.15 else frozenset(),
        )
        for number in range(PEOPLE)
    )
    tables = tuple(
        Table(
            number,
            chance.randint(2, 4),
            chance.randint(0, 2),
            frozenset({"loop"}) if chance.random() < 0.5 else frozenset(),
        )
        for number in range(3)
    )

    def groups(many):
        return tuple(frozenset(chance.sample(range(PEOPLE), chance.randint(2, 3))) for _ in range(many))

    fixed = {
        (chance.randrange(rounds), chance.randrange(PEOPLE)): chance.randrange(3)
        for _ in range(chance.randint(0, 2))
    }
    met = dict.fromkeys(groups(3), 1)
    return SeatingProblem(
        people,
        tables,
        rounds,
        ("a", "b"),
        together=groups(chance.randint(0, 1)),
        apart=groups(chance.randint(0, 2)),
        fixed=fixed,
        met={pair: times for pair, times in met.items() if len(pair) == 2},
        seed=seed,
    )


def every_round(problem, number):
    """Enumerate the seatings of a round that break no rule."""
    for tables in product(range(3), repeat=len(problem.participants)):
        seats = dict(zip(problem.person_of, tables, strict=True))
        if next(violations_of(problem, number, seats), None) is None:
            yield seats


@pytest.mark.parametrize("seed", range(40))
def test_everybody_is_seated_and_each_rule_is_kept_or_named(seed):
    """What is named as impossible is so by enumeration; where some seating keeps all rules, ours does."""
    problem = random_problem(seed)
    possible = [next(every_round(problem, number), None) is not None for number in range(2)]
    examined = examine(problem)
    assert (examined.impossible == ()) == all(possible)
    seating = seat(problem, steps=60, without_impossible=True)
    assert [seats.keys() for seats in seating.rounds] == [problem.person_of.keys()] * 2
    joint = {each.params["round"] for each in examined.impossible if each.code == "rules_contradict"}
    assert {each.params["round"] for each in seating.measures.violations} <= joint
    assert seating.measures.slack >= 0
    assert seating.measures == measure(examined.problem, seating.rounds)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_beats_the_bounds(seed):
    """Neither balance in a round nor new meetings in two, over every plan that keeps the rules."""
    problem = random_problem(seed)
    rounds = [list(every_round(problem, number)) for number in range(2)]
    chance = random.Random(seed)
    for number, plans in enumerate(rounds):
        for seats in plans:
            sizes = Counter(seats.values())
            for category in problem.categories:
                off = sum(
                    share.off
                    for shares in shares_of(problem, seats).values()
                    for share in shares
                    if share.category == category
                )
                assert off >= least_imbalance(problem, number, sizes, category)
    for _ in range(300 if all(rounds) else 0):
        plan = [chance.choice(plans) for plans in rounds]
        sizes = [Counter(seats.values()) for seats in plan]
        assert len(times_met(plan).keys() - problem.met.keys()) <= most_new_pairs(problem, sizes).pairs


def fewest_moves(problem, plan, absent):
    """Count by enumeration, over all seatings of those present, how many people must move at least."""
    left = problem.without(absent)
    before = plan[0]
    faults = Faults(problem, 0, before, frozenset(left.person_of), 1)
    needed = []
    for tables in product(range(3), repeat=len(left.participants)):
        seats = dict(zip(left.person_of, tables, strict=True))
        at = {t: frozenset(p for p, each in seats.items() if each == t) for t in range(3)}
        if not any(faults.extent(table, people) for table, people in at.items()):
            needed.append(sum(before[person] != table for person, table in seats.items()))
    return min(needed, default=None)


@pytest.mark.parametrize("seed", range(100, 130))
def test_repairs_that_claim_to_be_fewest_are(seed):
    """And what is needed at least is no more than that; broken rules end only where no seating keeps them."""
    problem = replace(random_problem(seed, rounds=1), fixed={})
    plan = seat(problem, steps=30, without_impossible=True).rounds
    absent = random.Random(seed).sample(range(PEOPLE), 2)
    repaired = repair(problem, plan, absent=absent)
    fewest = fewest_moves(problem, plan, absent)
    if fewest is None:
        assert repaired.remaining != ()
        return
    assert repaired.remaining == ()
    assert (len(repaired.moves), repaired.at_least, repaired.is_fewest) == (fewest, fewest, True)
    moved = {move.participant for move in repaired.moves}
    assert moved == {person for person, table in repaired.plan[0].items() if plan[0][person] != table}


@pytest.mark.parametrize("seed", range(5))
def test_pairs_are_counted_as_one_by_one(seed):
    """Meetings and repeats of random plans by a plain count."""
    problem = random_problem(seed, rounds=3)
    chance = random.Random(seed)
    plan = tuple({person: chance.randrange(3) for person in range(PEOPLE)} for _ in range(3))
    shared = [sum(s[one] == s[other] for s in plan) for one, other in combinations(range(PEOPLE), 2)]
    known = [frozenset(pair) in problem.met for pair in combinations(range(PEOPLE), 2)]
    measures = measure(problem, plan)
    assert measures.met_new == sum(many > 0 and not met for many, met in zip(shared, known, strict=True))
    assert measures.met_new + measures.repeats == sum(shared)
