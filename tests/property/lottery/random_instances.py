"""Make small random problems of every awkward kind, and larger ones of the shape that practice has."""

from __future__ import annotations

import random
from dataclasses import replace

from sortition.lottery import Instance, Person, Quota


def small_instance(seed: int, *, most_people: int = 10) -> Instance:
    """Make a problem small enough to list all its panels.

    A third have shared households; quotas are loose, tight around some set of people, or arbitrary, so that some
    problems force people in or out and some have no panel at all.
    """
    chance = random.Random(seed)
    people = random_people(chance, chance.randint(3, most_people), chance.randint(1, 4), 3)
    if chance.random() < 1 / 3:
        homes = max(2, len(people) - chance.randint(1, 3))
        people = [replace(p, household=f"home {chance.randrange(homes)}") for p in people]
    seats = chance.randint(1, len(people))
    around = chance.sample(people, seats)
    slack = chance.choice(("tight", "tight", "loose", "arbitrary"))
    quotas = []
    for category, values in values_of(people).items():
        for value in values:
            count = sum(person.values[category] == value for person in around)
            low, high = _bounds(chance, count, seats, slack)
            quotas.append(Quota(category, value, low, high))
    return Instance(seats, tuple(quotas), tuple(people))


def _bounds(chance: random.Random, count: int, seats: int, slack: str) -> tuple[int, int]:
    if slack == "tight":
        return max(0, count - chance.choice((0, 0, 0, 1))), count + chance.choice((0, 0, 0, 1))
    if slack == "loose":
        return max(0, count - chance.randint(0, 2)), count + chance.randint(0, 2)
    low = chance.randint(0, seats)
    return low, chance.randint(low, seats + 1)


def random_people(chance: random.Random, count: int, categories: int, values: int) -> list[Person]:
    """Make people whose values are skewed and correlated, as volunteers' are."""
    people = []
    for number in range(count):
        lean = chance.random()
        chosen = {}
        for category in range(categories):
            spread = chance.random() if chance.random() < 0.6 else lean
            chosen[f"category {category}"] = f"value {int(spread * spread * values)}"
        people.append(Person(f"p{number}", chosen))
    return people


def values_of(people: list[Person]) -> dict[str, list[str]]:
    """List the values that occur, per category, sorted."""
    found: dict[str, set[str]] = {}
    for person in people:
        for category, value in person.values.items():
            found.setdefault(category, set()).add(value)
    return {category: sorted(values) for category, values in found.items()}


def equality_instance(seed: int, *, people: int, seats: int, categories: int, shared: float) -> Instance:
    """Make a problem whose every quota is an equality, met by one random panel; `shared` is the part of people
    who live with somebody else of the pool."""
    chance = random.Random(seed)
    pool = random_people(chance, people, categories, 4)
    pairs = int(people * shared / 2)
    pool = [replace(p, household=f"home {n % pairs}") if n < 2 * pairs else p for n, p in enumerate(pool)]
    chance.shuffle(pool)
    panel: list[Person] = []
    for person in chance.sample(pool, people):
        is_free = person.household is None or all(person.household != other.household for other in panel)
        if is_free and len(panel) < seats:
            panel.append(person)
    quotas = []
    for category, values in values_of(pool).items():
        for value in values:
            count = sum(person.values[category] == value for person in panel)
            quotas.append(Quota(category, value, count, count))
    return Instance(seats, tuple(quotas), tuple(pool))
