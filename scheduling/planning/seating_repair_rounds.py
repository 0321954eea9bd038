"""Repair one round of a plan: seat whoever has no seat there, then put right what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from scheduling.planning.seating_faults import Fault, Faults, People
from scheduling.planning.seating_problem import Pair, RoundPlan, SeatingProblem
from scheduling.planning.seating_repair_search import RepairSearch, Seating, known_at


@dataclass(frozen=True, slots=True)
class Move:
    """Send somebody to another table in a round, or to a first one where `origin` is None.

    because: what was wrong at the tables concerned before anybody moved.
    """

    round: int
    participant: int
    origin: int | None
    table: int
    because: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundRepair:
    """Hold what is known of a round: the moves, how many at least are needed, and what could not be put right."""

    seats: RoundPlan
    seated: tuple[Move, ...]
    moves: tuple[Move, ...]
    at_least: int
    remaining: tuple[Fault, ...]

    @property
    def is_fewest(self) -> bool:
        """Say whether it is proven that fewer moves do not put everything right."""
        return not self.remaining and len(self.moves) == self.at_least


class RoundRepairer:
    """Repair one round."""

    def __init__(
        self,
        problem: SeatingProblem,
        number: int,
        seats: RoundPlan,
        faults: Faults,
        others: Counter[Pair],
        *,
        share: int,
    ) -> None:
        self._problem, self._number, self._faults, self._others = problem, number, faults, others
        self._search = RepairSearch(problem, number, faults, others, share=share)
        self._seats = dict(seats)

    def repair(self) -> RoundRepair:
        """Seat whoever has no seat; then search for the fewest moves."""
        seated = self._seat_arrivals()
        start = Seating(self._by_table(), {})
        found, at_least = self._search.fewest_moves(start)
        if seated and found.sent:
            at_least = 0
        wrong = {t: tuple(self._faults.at(t, people)) for t, people in start.tables.items()}
        moves = tuple(
            Move(self._number, person, origin, table, _once(wrong[origin] + wrong[table]))
            for person, (origin, table) in sorted(found.sent.items())
        )
        return RoundRepair(
            {person: table for table, people in found.tables.items() for person in sorted(people)},
            seated,
            moves,
            at_least,
            _once(tuple(f for t, people in sorted(found.tables.items()) for f in self._faults.at(t, people))),
        )

    def _by_table(self) -> dict[int, People]:
        return {
            table: frozenset(person for person, each in self._seats.items() if each == table)
            for table in self._problem.table_of
        }

    def _seat_arrivals(self) -> tuple[Move, ...]:
        """Seat each where least goes wrong, then where fewest sit, then where most are new to them."""
        found = []
        for person in sorted(self._problem.person_of.keys() - self._seats.keys()):
            tables = self._by_table()
            table = min(tables, key=partial(self._worth_joining, tables, person))
            self._seats[person] = table
            found.append(Move(self._number, person, None, table))
        return tuple(found)

    def _worth_joining(
        self, tables: Mapping[int, People], person: int, table: int
    ) -> tuple[int, int, int, int]:
        people = tables[table]
        worse = self._faults.extent(table, people | {person}) - self._faults.extent(table, people)
        return worse, len(people), known_at(self._others, person, people), table


def _once(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Name each fault once, in order: two tables share the fault of a group that is split."""
    return tuple(fault for place, fault in enumerate(faults) if fault not in faults[:place])
