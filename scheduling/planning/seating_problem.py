"""Describe who is to be seated at which tables, in how many rounds, under which rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

Param = int | str | tuple[int, ...] | tuple[str, ...]
Pair = frozenset[int]
RoundPlan = Mapping[int, int]
"""Participant → table number."""
Plan = tuple[RoundPlan, ...]


class InvalidSeating(Exception):  # noqa: N818 - named for what happened
    """Tell that the numbers do not make a problem; `code` and `params` say why."""

    def __init__(self, code: str, params: Mapping[str, Param] | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Participant:
    """Stand for one person: a value per category, and the features that their table must have."""

    key: int
    values: Mapping[str, str] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """Stand for one table: how many sit there at most, and at least unless it stays empty."""

    number: int
    capacity: int
    minimum: int = 0
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Stand for one facilitator: the rounds without them, and how often each participant has sat with them."""

    key: int
    away: frozenset[int] = frozenset()
    met: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SeatingProblem:
    """Hold a whole problem; constructing it checks that it is well formed. Rounds are counted from 0.

    categories: to balance. weights: of a category, 1 where none is given.
    together, apart: groups that share a table, or of whom no two do, in each round.
    fixed: (round, participant) → table number.
    met: pair → how often they met in earlier sessions.

    Whoever is not among the participants is left out of groups, fixed seats and history: a rule about somebody who
    is not there is void. Groups of one are void too.

    Raises:
        InvalidSeating: no_participants, no_tables, no_rounds, duplicate_participant, duplicate_table,
            duplicate_facilitator, capacity_below_one, minimum_out_of_range, weight_below_one.
    """

    participants: tuple[Participant, ...]
    tables: tuple[Table, ...]
    rounds: int
    categories: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    together: tuple[frozenset[int], ...] = ()
    apart: tuple[frozenset[int], ...] = ()
    fixed: Mapping[tuple[int, int], int] = field(default_factory=dict)
    met: Mapping[Pair, int] = field(default_factory=dict)
    facilitators: tuple[Facilitator, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        _check(self)
        here = {person.key for person in self.participants}
        for name in ("together", "apart"):
            cut = (frozenset(group) & here for group in getattr(self, name))
            object.__setattr__(self, name, tuple(group for group in cut if len(group) > 1))
        seats = {place: table for place, table in self.fixed.items() if place[1] in here}
        met = {frozenset(pair): times for pair, times in self.met.items() if times and here.issuperset(pair)}
        object.__setattr__(self, "fixed", seats)
        object.__setattr__(self, "met", met)

    @cached_property
    def person_of(self) -> Mapping[int, Participant]:
        """Find participants by key."""
        return {person.key: person for person in self.participants}

    @cached_property
    def table_of(self) -> Mapping[int, Table]:
        """Find tables by number."""
        return {table.number: table for table in self.tables}

    @cached_property
    def blocks(self) -> tuple[frozenset[int], ...]:
        """Join the groups kept together that share somebody."""
        found: list[frozenset[int]] = []
        for group in self.together:
            touching = [block for block in found if block & group]
            found = [block for block in found if not block & group]
            found.append(group.union(*touching))
        return tuple(sorted(found, key=min))

    @cached_property
    def together_pairs(self) -> frozenset[Pair]:
        """Name every pair that shares a table in each round."""
        return pairs_within(self.blocks)

    @cached_property
    def apart_pairs(self) -> frozenset[Pair]:
        """Name every pair that never shares a table."""
        return pairs_within(self.apart)

    @cached_property
    def values_of(self) -> Mapping[str, tuple[str, ...]]:
        """List the values of each category, in alphabetical order; "" stands for none given."""
        return {
            category: tuple(sorted({person.values.get(category, "") for person in self.participants}))
            for category in self.categories
        }

    def suits(self, person: int, table: int) -> bool:
        """Say whether the table has all the features that the person needs."""
        return self.person_of[person].needs <= self.table_of[table].features

    def without(self, absent: Iterable[int]) -> SeatingProblem:
        """Leave people out, and with them the rules about them.

        Raises:
            InvalidSeating: no_participants.
        """
        gone = frozenset(absent)
        return replace(self, participants=tuple(p for p in self.participants if p.key not in gone))


def pairs_within(groups: Iterable[Iterable[int]]) -> frozenset[Pair]:
    """List the pairs within each of the groups."""
    return frozenset(frozenset(pair) for group in groups for pair in combinations(sorted(group), 2))


def sitting_at(seats: RoundPlan) -> dict[int, list[int]]:
    """List who sits at each table that is in use."""
    found: dict[int, list[int]] = {}
    for person, table in sorted(seats.items()):
        found.setdefault(table, []).append(person)
    return found


def _check(problem: SeatingProblem) -> None:
    for name in ("participants", "tables"):
        if not getattr(problem, name):
            raise InvalidSeating(f"no_{name}")
    if problem.rounds < 1:
        raise InvalidSeating("no_rounds")
    _check_unique("participant", [person.key for person in problem.participants])
    _check_unique("table", [table.number for table in problem.tables])
    _check_unique("facilitator", [facilitator.key for facilitator in problem.facilitators])
    for table in problem.tables:
        if table.capacity < 1:
            raise InvalidSeating("capacity_below_one", {"table": table.number})
        if not 0 <= table.minimum <= table.capacity:
            raise InvalidSeating("minimum_out_of_range", {"table": table.number, "minimum": table.minimum})
    for category, weight in problem.weights.items():
        if weight < 1:
            raise InvalidSeating("weight_below_one", {"category": category})


def _check_unique(kind: str, keys: list[int]) -> None:
    seen: set[int] = set()
    for key in keys:
        if key in seen:
            raise InvalidSeating(f"duplicate_{kind}", {"key": key})
        seen.add(key)
