"""Mend a plan after late absences: few moves, one round after another.

An absence breaks one kind of rule alone: a table is left with too few. Such a table is filled from tables that can
spare somebody, or given up, whichever moves fewer people. Whoever moves is chosen by rules first, then balance. No
proof is claimed that fewer moves are impossible; per table taken alone the number is the least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduling.planning.seating_measures import shares_of, violations_of
from scheduling.planning.seating_problem import Plan, SeatingProblem


@dataclass(frozen=True, slots=True)
class RepairMove:
    """Tell who moves in a round (counted from 0), from and to which table; None: no table.

    Reasons: absent, arrived, fills (a table left with too few), leaves (a table that is given up).
    table: the one that gave the reason.
    """

    round: int
    person: int
    before: int | None
    after: int | None
    reason: str
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Hold the mended plan, and the moves that lead there."""

    plan: Plan
    moves: tuple[RepairMove, ...]


def mend(
    problem: SeatingProblem,
    plan: Plan,
    absent: Collection[int],
    *,
    arrived: Collection[int] = (),
    from_round: int = 0,
) -> Repair:
    """Take the absent out of a plan from a round on, seat those who came late, and mend what breaks.

    problem: with all who sit in the plan and those who came late. Fixed people are moved only where nobody else can.
    """
    mended: list[dict[int, int]] = [dict(seats) for seats in plan]
    moves: list[RepairMove] = []
    for number in range(from_round, len(mended)):
        moves += _Round(problem, number, mended[number]).mend(absent, arrived)
    return Repair(tuple(mended), tuple(moves))


class _Round:
    """Keep one round while it is mended."""

    def __init__(self, problem: SeatingProblem, number: int, seats: dict[int, int]) -> None:
        self._problem, self._number, self._seats = problem, number, seats

    def mend(self, absent: Collection[int], arrived: Collection[int]) -> Iterator[RepairMove]:
        """Do everything, and name each move."""
        for person in sorted(set(absent) & self._seats.keys()):
            yield RepairMove(self._number, person, self._seats.pop(person), None, "absent")
        for person in sorted(set(arrived) - self._seats.keys()):
            if (table := self._best_table(person, barred=frozenset())) is not None:
                self._seats[person] = table
                yield RepairMove(self._number, person, None, table, "arrived")
        given_up: set[int] = set()
        for table in self._short():
            size = self._sizes()[table]
            missing = self._problem.table_of[table].minimum - size
            if missing <= 0:
                continue
            if size >= missing and self._can_spare() >= missing:
                yield from self._fill(table, missing)
            elif size:
                given_up.add(table)
                yield from self._give_up(table, given_up)

    def _sizes(self) -> Counter[int]:
        return Counter(self._seats.values())

    def _short(self) -> list[int]:
        """List the tables in use with too few, the one that lacks most first."""
        sizes = self._sizes()
        lacks = {table: self._problem.table_of[table].minimum - size for table, size in sizes.items()}
        return sorted((table for table, lack in lacks.items() if lack > 0), key=lambda t: (-lacks[t], t))

    def _can_spare(self) -> int:
        return sum(
            max(0, size - self._problem.table_of[table].minimum) for table, size in self._sizes().items()
        )

    def _fill(self, table: int, missing: int) -> Iterator[RepairMove]:
        for _place in range(missing):
            sizes = self._sizes()
            spare = [
                person
                for person, at in sorted(self._seats.items())
                if at != table and sizes[at] > self._problem.table_of[at].minimum
            ]
            person = min(spare, key=lambda each: self._cost(each, table), default=None)
            if person is None:
                return
            before, self._seats[person] = self._seats[person], table
            yield RepairMove(self._number, person, before, table, "fills", table)

    def _give_up(self, table: int, given_up: Collection[int]) -> Iterator[RepairMove]:
        for person in sorted(person for person, at in self._seats.items() if at == table):
            to = self._best_table(person, barred=given_up)
            if to is not None:
                self._seats[person] = to
                yield RepairMove(self._number, person, table, to, "leaves", table)

    def _best_table(self, person: int, *, barred: Collection[int]) -> int | None:
        """Find the table in use with a place left that suits somebody best."""
        sizes = self._sizes()
        free = [t.number for t in self._problem.tables if 0 < sizes[t.number] < t.capacity]
        free = [table for table in free if table not in barred] or [
            t.number for t in self._problem.tables if sizes[t.number] < t.capacity and t.number not in barred
        ]
        return min(free, key=lambda table: (*self._cost(person, table), sizes[table], table), default=None)

    def _cost(self, person: int, table: int) -> tuple[int, int, int]:
        """Weigh a move: rules broken, whether a fixed place is left, people off balance."""
        changed = {**self._seats, person: table}
        broken = sum(
            each.code not in ("below_minimum", "not_seated")
            for each in violations_of(self._problem, self._number, changed)
        )
        off = sum(share.off for shares in shares_of(self._problem, changed).values() for share in shares)
        return broken, int((self._number, person) in self._problem.fixed), off
