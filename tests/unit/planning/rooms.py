"""Seating problems to test with."""

import random

from scheduling.planning.seating_problem import Participant, SeatingProblem, Table

CATEGORIES = {"Age": "abcde", "Gender": "fm", "Area": "nesw"}


def make_people(count, *, seed=1, needs=()):
    """Make people with random values; the first of them have the needs given, one each."""
    chance = random.Random(seed)
    return tuple(
        Participant(
            100 + number,
            {category: chance.choice(values) for category, values in CATEGORIES.items()},
            frozenset({needs[number]}) if number < len(needs) else frozenset(),
        )
        for number in range(count)
    )


def make_problem(count, tables, rounds, *, capacity=9, minimum=0, features=(), seed=1, needs=(), **rules):
    """Make a problem; the first tables have the features given, one each."""
    return SeatingProblem(
        make_people(count, seed=seed, needs=needs),
        tuple(
            Table(
                number + 1,
                capacity,
                minimum,
                frozenset({features[number]}) if number < len(features) else frozenset(),
            )
            for number in range(tables)
        ),
        rounds,
        tuple(CATEGORIES),
        seed=seed,
        **rules,
    )
