"""Find a seating of one round that keeps every rule; balance and meetings come later.

Bound people (in a group kept together or apart, with a fixed seat, or with needs) are placed first, by a search that
goes back where it is stuck. It is complete: where it ends by itself without a seating, there is none.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.planning.seating_problem import SeatingProblem

MOST_TRIALS = 20_000
"""Placings tried before the search gives up without an answer: about a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Stand for people who are placed as one: a group kept together, or one person alone."""

    people: tuple[int, ...]
    tables: frozenset[int]
    apart: frozenset[int]


@dataclass(frozen=True, slots=True)
class Start:
    """Hold the tables of the bound people, None where none were found; and whether that is proven."""

    seats: Mapping[int, int] | None
    is_proven: bool


def bound_units(problem: SeatingProblem, number: int) -> tuple[Unit, ...]:
    """List the people whom rules bind in a round, those with the fewest tables and the largest groups first."""
    groups = [tuple(sorted(block)) for block in problem.blocks]
    grouped = {person for group in groups for person in group}
    groups += [(person.key,) for person in problem.participants if person.key not in grouped]
    enemies: dict[int, set[int]] = {}
    for pair in problem.apart_pairs:
        one, other = sorted(pair)
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    every = frozenset(problem.table_of)
    units = []
    for group in groups:
        apart = frozenset().union(*(enemies.get(person, set()) for person in group))
        tables = tables_for(problem, number, group)
        if len(group) > 1 or apart or tables != every:
            units.append(Unit(group, tables, apart))
    return tuple(sorted(units, key=lambda u: (len(u.tables), -len(u.people), -len(u.apart), u.people)))


def tables_for(problem: SeatingProblem, number: int, group: tuple[int, ...]) -> frozenset[int]:
    """Give the tables that suit everybody of a group in a round, and hold them all."""
    tables = {
        table.number
        for table in problem.tables
        if table.capacity >= len(group) and all(problem.suits(person, table.number) for person in group)
    }
    for person in group:
        fixed = problem.fixed.get((number, person))
        if fixed is not None:
            tables &= {fixed}
    return frozenset(tables)


def place_bound(
    problem: SeatingProblem, number: int, chance: random.Random, *, most_trials: int = MOST_TRIALS
) -> Start:
    """Place the bound people of a round so that the others can be seated around them."""
    search = _Search(problem, bound_units(problem, number), chance, most_trials)
    if search.place(0):
        return Start(dict(search.seats), is_proven=True)
    return Start(None, is_proven=search.trials < most_trials)


class _Search:
    """Place unit after unit, the emptiest suitable table first; go back where one has none left."""

    def __init__(
        self, problem: SeatingProblem, units: tuple[Unit, ...], chance: random.Random, most_trials: int
    ) -> None:
        self._units, self._chance, self._most = units, chance, most_trials
        self._capacity = {table.number: table.capacity for table in problem.tables}
        self._minimum = {table.number: table.minimum for table in problem.tables}
        self._load = dict.fromkeys(self._capacity, 0)
        self._people = len(problem.participants)
        self.seats: dict[int, int] = {}
        self.trials = 0

    def place(self, depth: int) -> bool:
        if depth == len(self._units):
            return self._others_fit()
        unit = self._units[depth]
        taken = {self.seats[person] for person in unit.apart if person in self.seats}
        size = len(unit.people)
        free = [t for t in sorted(unit.tables - taken) if self._load[t] + size <= self._capacity[t]]
        self._chance.shuffle(free)
        free.sort(key=lambda table: self._load[table] / self._capacity[table])
        for table in free:
            self.trials += 1
            if self.trials >= self._most:
                return False
            self._put(unit, table, size)
            if self.place(depth + 1):
                return True
            self._take(unit, table, size)
        return False

    def _others_fit(self) -> bool:
        """Say whether all tables reach their minimum: tables that stay empty need none."""
        needed = sum(max(load, self._minimum[table]) for table, load in self._load.items() if load)
        idle = [table for table, load in self._load.items() if not load]
        room = sum(self._capacity[table] for table, load in self._load.items() if load)
        reachable = [(needed, room)] if needed <= self._people else []
        for table in idle:
            reachable += [
                (low + self._minimum[table], most + self._capacity[table]) for low, most in reachable
            ]
            reachable = _widest(reachable, self._people)
        return any(low <= self._people <= most for low, most in reachable)

    def _put(self, unit: Unit, table: int, size: int) -> None:
        self._load[table] += size
        self.seats.update(dict.fromkeys(unit.people, table))

    def _take(self, unit: Unit, table: int, size: int) -> None:
        self._load[table] -= size
        for person in unit.people:
            del self.seats[person]


def _widest(ranges: list[tuple[int, int]], people: int) -> list[tuple[int, int]]:
    """Keep, of the ranges that start alike, the one that reaches furthest."""
    best: dict[int, int] = {}
    for low, most in ranges:
        if low <= people:
            best[low] = max(most, best.get(low, 0))
    return sorted(best.items())


def sizes_around(problem: SeatingProblem, load: Mapping[int, int], chance: random.Random) -> dict[int, int]:
    """Fill the tables as evenly as capacities, minimums and whoever sits there already allow.

    Where there are too few people for every table's minimum, tables that nobody is bound to stay empty.
    Which of equal tables gets one person more is drawn.
    """
    people = len(problem.participants)
    order = [table.number for table in problem.tables]
    chance.shuffle(order)
    used = sorted(order, key=lambda table: (not load.get(table, 0), problem.table_of[table].minimum))
    sizes: dict[int, int] = {}
    for table in used:
        least = max(load.get(table, 0), problem.table_of[table].minimum)
        if load.get(table, 0) or sum(sizes.values()) + least <= people:
            sizes[table] = least
    capacity = {table: problem.table_of[table].capacity for table in sizes}
    for _ in range(people - sum(sizes.values())):
        table = min(
            sizes,
            key=lambda t: (
                sizes[t] >= capacity[t],
                sizes[t] if sizes[t] < capacity[t] else sizes[t] - capacity[t],
            ),
        )
        sizes[table] += 1
    return _down_to(sizes, people, load)


def _down_to(sizes: dict[int, int], people: int, load: Mapping[int, int]) -> dict[int, int]:
    """Take seats away where bound people and minimums ask for more than there are people."""
    while sum(sizes.values()) > people:
        table = max(sizes, key=lambda t: (sizes[t] - load.get(t, 0), sizes[t]))
        sizes[table] -= 1
    return sizes


def deal(
    problem: SeatingProblem, seats: Mapping[int, int], sizes: Mapping[int, int], chance: random.Random
) -> dict[int, int]:
    """Seat the others: ordered by their values, each at the table with most room among the emptiest."""
    dealt = dict(seats)
    rest = [person for person in problem.participants if person.key not in dealt]
    chance.shuffle(rest)
    rest.sort(key=lambda person: [person.values.get(category, "") for category in problem.categories])
    left = dict(sizes)
    for table in dealt.values():
        left[table] = left.get(table, 0) - 1
    tables = list(left)
    chance.shuffle(tables)
    while rest:
        for table in tables:
            if rest and left[table] > 0:
                left[table] -= 1
                dealt[rest.pop().key] = table
    return dealt


def place_anyhow(problem: SeatingProblem, number: int, chance: random.Random) -> dict[int, int]:
    """Place bound people where not every rule can be kept: whole groups where there is room, otherwise split."""
    load = dict.fromkeys(problem.table_of, 0)
    seats: dict[int, int] = {}
    for unit in bound_units(problem, number):
        tables = sorted(unit.tables) or sorted(load)
        chance.shuffle(tables)
        taken = {seats[person] for person in unit.apart if person in seats}
        size = len(unit.people)
        fitting = [t for t in tables if load[t] + size <= problem.table_of[t].capacity]
        if fitting:
            table = min(fitting, key=lambda t: (t in taken, load[t]))
            load[table] += size
            seats.update(dict.fromkeys(unit.people, table))
    return seats
