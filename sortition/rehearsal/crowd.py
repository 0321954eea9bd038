"""Invent volunteers for targets of any kind: for rehearsals of an assembly that has categories of its own."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sortition.rehearsal.people import FIRST_NAMES, LAST_NAMES

ONE_IN_UNABLE = 25
"""One volunteer of so many cannot come: a rehearsal should meet that too."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One invented volunteer: number, names, street, answers by category, whether they can come."""

    number: int
    first_name: str
    last_name: str
    street: str
    values: Mapping[str, str]
    can_attend: bool


def crowd(
    categories: Mapping[str, Sequence[tuple[str, float]]], *, count: int, source: random.Random
) -> list[Stand]:
    """Invent `count` volunteers who answer each category as its weights say; every value is given at least once.

    categories: name → values with their weights (shares of the population, say); a category without values is left out.
    """
    asked = {name: values for name, values in categories.items() if values}
    columns = {name: _answers(values, count, source) for name, values in asked.items()}
    given = [name for names in FIRST_NAMES.values() for name in names]
    return [
        Stand(
            number=number,
            first_name=source.choice(given),
            last_name=source.choice(LAST_NAMES),
            street=f"{source.randint(1, 240)} Rehearsal Road",
            values={name: column[number - 1] for name, column in columns.items()},
            can_attend=number % ONE_IN_UNABLE != 0,
        )
        for number in range(1, count + 1)
    ]


def _answers(values: Sequence[tuple[str, float]], count: int, source: random.Random) -> list[str]:
    names = [name for name, _weight in values]
    weights = [weight or 0.5 for _name, weight in values]
    found = (names + source.choices(names, weights, k=max(0, count - len(names))))[:count]
    source.shuffle(found)
    return found
