"""Count interchangeable people together: the types of a pool and the linear rows over them.

Two people are of one type when they have the same values and live with housemates of the same values; leximin
gives them the same chance, so that lotteries are computed over counts per type. Source: the reduction is folklore
for symmetric programmes; with households the class of a household is the multiset of its members' values.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from sortition.lottery.instance import Instance

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """State lower ≤ Σ_i coefficients[i] · c[columns[i]] ≤ upper for the counts c of every panel.

    name: (category, value) of a quota, ("", "") for the seats, ("household", number of the class) for a class.
    """

    name: tuple[str, str]
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    lower: float
    upper: float


@dataclass(frozen=True)
class HouseholdClass:
    """Group households whose members have the same values; each may give a panel at most one person.

    types: the types that occur in these households.
    households: per household and per type (in the order of `types`) the members, as positions in the pool.
    """

    types: tuple[int, ...]
    households: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True)
class TypePool:
    """Hold T types with the rows that every panel of counts c ∈ ℤ^T, 0 ≤ c ≤ upper, has to meet.

    sizes: length T, m_t people of type t.
    upper: length T, the most seats type t can have: its households.
    rows: the row of seats first, then one per quota, then one per class of several types.
    members: per type the positions in the pool.
    """

    seats: int
    sizes: Integers
    upper: Integers
    rows: tuple[Row, ...]
    classes: tuple[HouseholdClass, ...]
    members: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """Say how many types there are."""
        return len(self.sizes)

    @cached_property
    def matrix(self) -> scipy.sparse.csr_matrix:
        """Give the rows as a sparse matrix A, shape (rows, T)."""
        starts = np.cumsum([0] + [len(row.columns) for row in self.rows])
        columns = np.concatenate([np.asarray(row.columns, dtype=np.int64) for row in self.rows])
        values = np.concatenate([np.asarray(row.coefficients, dtype=np.float64) for row in self.rows])
        return scipy.sparse.csr_matrix((values, columns, starts), shape=(len(self.rows), self.count))

    @cached_property
    def lower_sides(self) -> Floats:
        """Give L of L ≤ A c ≤ U."""
        return np.array([row.lower for row in self.rows], dtype=np.float64)

    @cached_property
    def upper_sides(self) -> Floats:
        """Give U of L ≤ A c ≤ U."""
        return np.array([row.upper for row in self.rows], dtype=np.float64)

    def admits(self, counts: Integers) -> bool:
        """Decide whether integer counts are a panel, in exact arithmetic on small integers."""
        if (counts < 0).any() or (counts > self.upper).any():
            return False
        sums = self.matrix @ counts
        return bool((sums >= self.lower_sides).all() and (sums <= self.upper_sides).all())


def type_keys(instance: Instance) -> list[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]]:
    """Give each person's type: own values, and the sorted values of the whole household.

    Values are counted in the order of the quotas, so that no key depends on spelling or hashing.
    """
    positions: dict[str, dict[str, int]] = {category: {} for category in instance.categories}
    for quota in instance.quotas:
        places = positions[quota.category]
        places[quota.value] = len(places)
    vectors = [tuple(positions[c][person.values[c]] for c in positions) for person in instance.people]
    homes: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for person, vector in zip(instance.people, vectors, strict=True):
        if person.household:
            homes[person.household].append(vector)
    shared = {home: tuple(sorted(members)) for home, members in homes.items()}
    return [
        (vector, shared[person.household] if person.household else (vector,))
        for person, vector in zip(instance.people, vectors, strict=True)
    ]


def build_type_pool(instance: Instance) -> TypePool:
    """Count a pool's people by type and write its quotas as rows over the types.

    Types are numbered in the order of their keys, classes in the order of their first type.
    """
    keys = type_keys(instance)
    numbers = {key: number for number, key in enumerate(sorted(set(keys)))}
    members: list[list[int]] = [[] for _ in numbers]
    for person, key in enumerate(keys):
        members[numbers[key]].append(person)
    classes = _household_classes(instance, [numbers[key] for key in keys])
    upper = np.zeros(len(numbers), dtype=np.int64)
    for household_class in classes:
        upper[list(household_class.types)] = len(household_class.households)
    ordered = sorted(numbers)
    rows = [Row(("", ""), tuple(range(len(ordered))), (1,) * len(ordered), instance.seats, instance.seats)]
    rows += _quota_rows(instance, [vector for vector, _ in ordered])
    rows += [
        Row(("household", str(number)), c.types, (1,) * len(c.types), 0, len(c.households))
        for number, c in enumerate(classes)
        if len(c.types) > 1
    ]
    sizes = np.array([len(people) for people in members], dtype=np.int64)
    return TypePool(instance.seats, sizes, upper, tuple(rows), classes, tuple(map(tuple, members)))


def _quota_rows(instance: Instance, vectors: list[tuple[int, ...]]) -> list[Row]:
    place = {category: position for position, category in enumerate(instance.categories)}
    seen: dict[str, int] = defaultdict(int)
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for position, value in enumerate(vector):
            columns[position, value].append(number)
    rows = []
    for quota in instance.quotas:
        found = tuple(columns[place[quota.category], seen[quota.category]])
        seen[quota.category] += 1
        name = (quota.category, quota.value)
        rows.append(Row(name, found, (1,) * len(found), quota.minimum, quota.maximum))
    return rows


def _household_classes(instance: Instance, type_of: list[int]) -> tuple[HouseholdClass, ...]:
    homes: dict[str, list[int]] = defaultdict(list)
    alone: list[list[int]] = []
    for number, person in enumerate(instance.people):
        if person.household:
            homes[person.household].append(number)
        else:
            alone.append([number])
    grouped: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    for home in [*alone, *homes.values()]:
        grouped[tuple(sorted({type_of[person] for person in home}))].append(home)
    return tuple(
        HouseholdClass(
            types,
            tuple(
                tuple(tuple(person for person in home if type_of[person] == t) for t in types)
                for home in sorted(found)
            ),
        )
        for types, found in sorted(grouped.items())
    )
