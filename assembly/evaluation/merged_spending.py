"""Put what few people were paid together until nobody's payment can be told apart. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LEAST = 5
"""So many people at least stand behind each sum."""
SEVERAL = "several"
"""In place of a kind, a role or a month: several together."""
Key = tuple[str, str, str]
"""What for, whose role, and the month as YYYY-MM."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One amount that one person gets; `person` only tells people apart."""

    key: Key
    person: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """What `people` (`LEAST` or more) got together."""

    key: Key
    people: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Merged:
    """The sums, how many groups were put into others, and how many payments are not told at all."""

    sums: tuple[Sum, ...]
    merged: int
    withheld: int


def merged_sums(paid: Iterable[Paid]) -> Merged:
    """Add up by kind, role and month; groups of fewer than `LEAST` people go into larger ones.

    First with other small groups of the month, then with those of other months, then with the smallest group that is
    large enough. Where all people together are fewer, nothing is told. No sum over all is given beside these, so none
    can be found by taking away.
    """
    groups: dict[Key, list[Paid]] = defaultdict(list)
    for each in paid:
        groups[each.key].append(each)
    small = [key for key in sorted(groups) if _people(groups[key]) < LEAST]
    by_month: dict[Key, list[Paid]] = defaultdict(list)
    for key in small:
        by_month[SEVERAL, SEVERAL, key[2]] += groups.pop(key)
    pool: list[Paid] = []
    for key, found in sorted(by_month.items()):
        if _people(found) < LEAST:
            pool += found
        else:
            groups[key] = found
    merged = len(small)
    while pool and _people(pool) < LEAST and groups:
        key = min(groups, key=lambda key: (_people(groups[key]), key))
        pool += groups.pop(key)
        merged += 1
    withheld = 0
    if pool and _people(pool) < LEAST:
        withheld = len(pool)
    elif pool:
        groups[SEVERAL, SEVERAL, SEVERAL] = pool
    sums = tuple(
        Sum(key, _people(found), sum((each.amount for each in found), Decimal(0)))
        for key, found in sorted(groups.items())
    )
    return Merged(sums, merged, withheld)


def _people(found: Iterable[Paid]) -> int:
    return len({each.person for each in found})
