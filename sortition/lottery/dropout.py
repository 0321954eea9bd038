"""Model who of a panel will stay, and make up scenarios of who leaves.

    P(person stays) = base · Π factor(category, value), between 0 and 1

Source: Assos, Baharav, Flanigan, Procaccia, "Alternates, assemble!", 2025, doi 10.1145/3736252.3742614.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sortition.lottery.errors import BadInput, InvalidInstance, Param
from sortition.lottery.files import read_records
from sortition.lottery.instance import Person, Quota

PRIOR = 5.0
"""People as good as the average that are added to each value: a value seen twice says little."""


@dataclass(frozen=True)
class DropoutModel:
    """Hold the base and the factor of each (category, value) that has one; the others have factor 1.

    Raises:
        InvalidInstance: share_out_of_range for a base outside 0 to 1 or a factor below 0.
    """

    base: float
    factors: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number in (self.base, *self.factors.values()):
            if not 0 <= number < float("inf"):
                raise InvalidInstance("share_out_of_range", {"share": number})
        if self.base > 1:
            raise InvalidInstance("share_out_of_range", {"share": self.base})

    def stay(self, person: Person) -> float:
        """Give the probability that a person stays."""
        chance = self.base
        for category, value in person.values.items():
            chance *= self.factors.get((category, value), 1.0)
        return min(1.0, max(0.0, chance))


def fit_dropouts(people: Sequence[Person], stayed: Sequence[bool]) -> DropoutModel:
    """Estimate the model from people of earlier panels: the base is how many of them stayed, and a value's factor
    how much more or less often its people did, drawn towards 1 by PRIOR people who are as good as the average.

    That is the estimate of each factor by itself; where values come together, as age and education do, the product
    counts them twice. It is meant for rates of a few per cent, where this matters little.
    """
    base = sum(stayed) / len(stayed)
    seen: dict[tuple[str, str], list[bool]] = {}
    for person, has_stayed in zip(people, stayed, strict=True):
        for pair in person.values.items():
            seen.setdefault(pair, []).append(has_stayed)
    if not base:
        return DropoutModel(0.0)
    factors = {
        pair: (sum(found) + PRIOR * base) / (len(found) + PRIOR) / base
        for pair, found in sorted(seen.items())
    }
    return DropoutModel(base, factors)


def read_dropouts(data: bytes, name: str, *, quotas: Sequence[Quota]) -> DropoutModel:
    """Read `category,value,stay`: a row with blank category and value is the base, the others are shares of those
    with the value who stay, which become factors of the base. Without a base row it is 1.

    Raises:
        BadInput: see the codes in docs/command-line.md.
    """
    known = {(quota.category, quota.value) for quota in quotas}
    base, shares = 1.0, {}
    for row, cells in read_records(data, name):
        category, value, share = [*cells, "", "", ""][:3]
        if share.casefold() == "stay":
            continue
        where: dict[str, Param] = {"file": name, "row": row}
        if (category, value) != ("", "") and (category, value) not in known:
            raise BadInput("unknown_value", {**where, "column": category or None, "value": value})
        number = _share(share, name, row)
        if category:
            shares[category, value] = number
        else:
            base = number
    factors = {pair: share / base if base else 0.0 for pair, share in shares.items()}
    return DropoutModel(base, factors)


def _share(text: str, name: str, row: int) -> float:
    where: dict[str, Param] = {"file": name, "row": row, "column": "stay"}
    try:
        number = float(text)
    except ValueError:
        raise BadInput("not_a_number", {**where, "value": text}) from None
    if not 0 <= number <= 1:
        raise BadInput("share_out_of_range", {**where, "share": number})
    return number


def scenarios_of(stays: Sequence[float], count: int, chance: random.Random) -> list[tuple[int, ...]]:
    """Give `count` scenarios: the positions of those who leave, each independently of the others."""
    return [tuple(place for place, stay in enumerate(stays) if chance.random() >= stay) for _ in range(count)]
