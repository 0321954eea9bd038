"""Make small random problems of every awkward kind, and larger ones of the shape that practice has."""

from __future__ import annotations

import random
from dataclasses import replace

from sortition.lottery import Cap, Instance, Person, Quota


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


def bonded_instance(seed: int, *, most_people: int = 9) -> Instance:
    """Add some of everything that binds people, crossed quotas and weights to a small problem.

    Bonds are laid around one random set of people as often as they are arbitrary, so that about half can be kept.
    """
    base = small_instance(seed, most_people=most_people)
    chance = random.Random(f"bonds {seed}")
    people = list(base.people)
    if chance.random() < 0.4:
        people = [replace(p, weight=chance.choice((0.5, 1.0, 1.0, 2.0, 3.0))) for p in people]
    caps: tuple[Cap, ...] = ()
    if chance.random() < 0.4:
        people = [
            replace(p, groups={"club": c} if (c := chance.choice("ab ")) != " " else {}) for p in people
        ]
        caps = (Cap("club", chance.randint(1, 2)),)
    ids = [person.id for person in people]
    around = set(chance.sample(ids, base.seats))
    return Instance(
        base.seats,
        base.quotas + (_crossed_quotas(chance, base, around) if chance.random() < 0.4 else ()),
        tuple(people),
        fixed=tuple(chance.sample(sorted(around), min(chance.randint(0, 2), base.seats))),
        together=tuple(_groups(chance, ids, around, is_together=True)),
        apart=tuple(_groups(chance, ids, around, is_together=False)),
        caps=caps,
    )


def _groups(
    chance: random.Random, ids: list[str], around: set[str], *, is_together: bool
) -> list[tuple[str, ...]]:
    """Make up to two groups; most would let the people in `around` sit."""
    groups = []
    for _ in range(chance.choice((0, 0, 1, 2))):
        group = chance.sample(ids, min(len(ids), chance.randint(2, 3)))
        inside = len(around.intersection(group))
        fits = inside in {0, len(group)} if is_together else inside <= 1
        if fits or chance.random() < 0.2:
            groups.append(tuple(group))
    return groups


def _crossed_quotas(chance: random.Random, base: Instance, around: set[str]) -> tuple[Quota, ...]:
    """Count two categories together, with some of the combinations only."""
    if len(base.categories) < 2:
        return ()
    one, other = base.categories[:2]
    combinations = sorted({(p.values[one], p.values[other]) for p in base.people})
    quotas = []
    for pair in combinations:
        count = sum((p.values[one], p.values[other]) == pair for p in base.people if p.id in around)
        if chance.random() < 0.7:
            low = max(0, count - chance.randint(0, 1))
            quotas.append(
                Quota(f"{one}×{other}", f"{pair[0]} × {pair[1]}", low, count + chance.randint(0, 1))
            )
    return tuple(quotas)


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
