"""Count interchangeable people together: the types of a pool and the linear rows over them.

Two people are of one type when they have the same traits and live with housemates of the same traits; leximin
gives them the same chance, so that lotteries are computed over counts per type. Source: the reduction is folklore
for symmetric programmes; with households the class of a household is the multiset of its members' traits.

Traits are a person's values, and whatever else sets them apart: their weight, that they are fixed, the groups that
a cap binds, and, for those named as together or apart with others, their own position in the pool.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from sortition.lottery.instance import Cap, Instance

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


RowWeights = Mapping[tuple[str, str, str], float]
"""Multipliers of rows by kind and name."""

Traits = tuple[tuple[int, ...], tuple[str | float, ...]]
"""What makes a person exchangeable: the numbers of their values, and marks that set them apart."""


class RowKind(StrEnum):
    """Name what a row stands for."""

    SEATS = "seats"
    QUOTA = "quota"
    HOUSEHOLDS = "households"
    FIXED = "fixed"
    TOGETHER = "together"
    APART = "apart"
    CAP = "cap"
    OTHER = "other"


@dataclass(frozen=True)
class Row:
    """State lower ≤ Σ_i coefficients[i] · c[columns[i]] ≤ upper for the counts c of every panel.

    name: (category, value) of a quota, (column, group) of a cap, ("", number) where rows of a kind are counted,
        otherwise ("", "").
    """

    name: tuple[str, str]
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]
    lower: float
    upper: float
    kind: RowKind = RowKind.OTHER


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
    claims: length T, m_t times the weight of each, weights scaled to a mean of 1 over the pool: chances are
        compared as x_t / claims_t.
    upper: length T, the most seats type t can have: its households.
    rows: the row of seats first, then one per quota, then one per class of several types, then those of fixed
        people, people together, people apart, and caps.
    members: per type the positions in the pool.
    """

    seats: int
    sizes: Integers
    claims: Floats
    upper: Integers
    rows: tuple[Row, ...]
    classes: tuple[HouseholdClass, ...]
    members: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """Say how many types there are."""
        return len(self.sizes)

    @property
    def highest_value(self) -> float:
        """Bound what any type can have per unit of its claim: certainty, for people of the smallest weight."""
        return float((self.sizes / self.claims).max())

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


def row_weights_by_name(pool: TypePool, weights: Floats, least: float) -> RowWeights:
    """Write multipliers of rows under the rows' names, leaving out those of households and those below `least`.

    A checker bounds households from the people themselves and needs no multiplier for their rows.
    """
    return {
        (str(row.kind), *row.name): float(weight)
        for row, weight in zip(pool.rows, weights, strict=True)
        if abs(weight) > least and row.kind is not RowKind.HOUSEHOLDS
    }


def row_weights_in_order(pool: TypePool, weights: RowWeights) -> Floats:
    """Give multipliers in the order of the pool's rows; 0 where none is named."""
    return np.array([weights.get((str(row.kind), *row.name), 0.0) for row in pool.rows], dtype=np.float64)


def type_keys(instance: Instance) -> list[tuple[Traits, tuple[Traits, ...]]]:
    """Give each person's type: own traits, and the sorted traits of the whole household.

    Values are counted in the order of the quotas, so that no key depends on spelling or hashing.
    """
    positions: dict[str, dict[str, int]] = {category: {} for category in instance.categories}
    for quota in instance.quotas:
        places = positions[quota.category]
        places[quota.value] = len(places)
    marks = _marks(instance)
    # A value without a quota, which only a crossed category can have, counts as −1.
    traits = [
        (tuple(positions[c].get(person.values[c], -1) for c in positions), mark)
        for person, mark in zip(instance.people, marks, strict=True)
    ]
    homes: dict[str, list[Traits]] = defaultdict(list)
    for person, own in zip(instance.people, traits, strict=True):
        if person.household:
            homes[person.household].append(own)
    shared = {home: tuple(sorted(members)) for home, members in homes.items()}
    return [
        (own, shared[person.household] if person.household else (own,))
        for person, own in zip(instance.people, traits, strict=True)
    ]


def _marks(instance: Instance) -> list[tuple[str | float, ...]]:
    """Give what sets each person apart beside their values; all of one length, so that keys can be sorted."""
    fixed = set(instance.fixed)
    bound = {identifier for group in (*instance.together, *instance.apart) for identifier in group}
    capped = {cap.column: _capped_groups(instance, cap) for cap in instance.caps}
    return [
        (
            person.weight,
            float(person.id in fixed),
            float(place) if person.id in bound else -1.0,
            *(person.groups[c] if person.groups.get(c) in found else "" for c, found in capped.items()),
        )
        for place, person in enumerate(instance.people)
    ]


def _capped_groups(instance: Instance, cap: Cap) -> set[str]:
    """Name the groups that a cap can bind: those with more people than it allows."""
    sizes = Counter(person.groups.get(cap.column) or "" for person in instance.people)
    return {group for group, many in sizes.items() if group and many > cap.maximum}


def build_type_pool(instance: Instance) -> TypePool:
    """Count a pool's people by type and write its quotas as rows over the types.

    Types are numbered in the order of their keys, classes in the order of their first type.
    """
    keys = type_keys(instance)
    numbers = {key: number for number, key in enumerate(sorted(set(keys)))}
    type_of = [numbers[key] for key in keys]
    members: list[list[int]] = [[] for _ in numbers]
    for person, number in enumerate(type_of):
        members[number].append(person)
    classes = _household_classes(instance, type_of)
    upper = np.zeros(len(numbers), dtype=np.int64)
    for household_class in classes:
        upper[list(household_class.types)] = len(household_class.households)
    vectors = [vector for (vector, _), _ in sorted(numbers)]
    everybody = tuple(range(len(vectors)))
    rows = [_plain_row(RowKind.SEATS, ("", ""), everybody, instance.seats, instance.seats)]
    rows += _quota_rows(instance, vectors)
    rows += [
        _plain_row(RowKind.HOUSEHOLDS, ("", str(number)), c.types, 0, len(c.households))
        for number, c in enumerate(classes)
        if len(c.types) > 1
    ]
    rows += _bond_rows(instance, type_of)
    sizes = np.array([len(people) for people in members], dtype=np.int64)
    weights = np.array([instance.people[people[0]].weight for people in members])
    claims = sizes * (weights * (sizes.sum() / (sizes @ weights)))
    return TypePool(instance.seats, sizes, claims, upper, tuple(rows), classes, tuple(map(tuple, members)))


def _plain_row(kind: RowKind, name: tuple[str, str], types: tuple[int, ...], low: float, high: float) -> Row:
    return Row(name, types, (1,) * len(types), low, high, kind)


def _bond_rows(instance: Instance, type_of: list[int]) -> list[Row]:
    """Write fixed people, people together and apart, and caps as rows.

    Whoever is together or apart with others is a type alone, so that a row over their types binds just them.
    """
    if not instance.has_bonds:
        return []
    own_type = {person.id: number for person, number in zip(instance.people, type_of, strict=True)}
    rows = []
    if instance.fixed:
        types = tuple(sorted({own_type[identifier] for identifier in instance.fixed}))
        many = len(instance.fixed)
        rows.append(_plain_row(RowKind.FIXED, ("", ""), types, many, many))
    pairs = [pair for group in instance.together for pair in pairwise(group)]
    for number, (one, other) in enumerate(pairs):
        types = (own_type[one], own_type[other])
        rows.append(Row(("", str(number)), types, (1, -1), 0, 0, RowKind.TOGETHER))
    for number, group in enumerate(instance.apart):
        types = tuple(own_type[identifier] for identifier in group)
        rows.append(_plain_row(RowKind.APART, ("", str(number)), types, 0, 1))
    for cap in instance.caps:
        for name in sorted(_capped_groups(instance, cap)):
            held = {own_type[p.id] for p in instance.people if p.groups.get(cap.column) == name}
            rows.append(_plain_row(RowKind.CAP, (cap.column, name), tuple(sorted(held)), 0, cap.maximum))
    return rows


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
        rows.append(_plain_row(RowKind.QUOTA, name, found, quota.minimum, quota.maximum))
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
