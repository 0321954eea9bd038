"""Say what is wrong at a table after people have left or come: all that a repair has to put right.

What is wrong at a table follows from who sits there alone; how many people and values there are in the round, and how
many of a group, stays the same whoever moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduling.planning.seating_bounds import even_share
from scheduling.planning.seating_measures import shares_of
from scheduling.planning.seating_problem import Param, RoundPlan, SeatingProblem

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Name what is wrong at a table, and how far: no smaller number of people could put it right there.

    Codes: over_capacity, below_minimum, needs_not_met, not_at_fixed_table, not_together, not_apart, as for
    violations, and too_uneven (table, category, value, people, low, high).
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    extent: int = 1


class Faults:
    """Find the faults of the tables of one round, each seating of a table once.

    tolerance: how many people of a value may be too many or too few at a table. Where there were more before people
    left, that many may be: a repair puts right what came of it, and leaves the rest as it was chosen.
    """

    def __init__(
        self, problem: SeatingProblem, number: int, before: RoundPlan, present: People, tolerance: int
    ) -> None:
        self._problem, self._number = problem, number
        self._people = len(present)
        self._values = {
            person: tuple(
                (category, problem.person_of[person].values.get(category, ""))
                for category in problem.categories
            )
            for person in present
        }
        self._held = Counter(value for values in self._values.values() for value in values)
        self._together = tuple(block & present for block in problem.blocks)
        self._apart = tuple(group & present for group in problem.apart)
        self._allowed = {
            (table, share.category, share.value): max(tolerance, share.off)
            for table, shares in shares_of(problem, before).items()
            for share in shares
        }
        self._tolerance = tolerance
        bound = {person for group in (*self._together, *self._apart) for person in group}
        fixed = {person for each, person in problem.fixed if each == number}
        self._plain = frozenset(
            person for person in present - bound - fixed if not problem.person_of[person].needs
        )
        self._shares: dict[int, list[tuple[tuple[str, str], int, int]]] = {}
        self._known: dict[tuple[int, People], int] = {}
        self.asked = 0

    def extent(self, table: int, people: People) -> int:
        """Sum the faults of a table. `asked` counts the questions: the measure of the work done."""
        self.asked += 1
        found = self._known.get((table, people))
        if found is None:
            found = self._known[table, people] = self._sum(table, people)
        return found

    def _sum(self, table: int, people: People) -> int:
        """Sum as `at` does, without naming anything where only size and balance can be at fault."""
        if not people <= self._plain:
            return sum(fault.extent for fault in self.at(table, people))
        if not people:
            return 0
        total = sum(fault.extent for fault in self._of_size(table, people))
        return total + sum(over for *_, over in self._uneven(table, people))

    def at(self, table: int, people: People) -> list[Fault]:
        """Name the faults of a table; nobody at it is no fault."""
        if not people:
            return []
        return [
            *self._of_size(table, people),
            *self._of_people(table, people),
            *self._of_groups(table, people),
            *self._of_balance(table, people),
        ]

    def _of_size(self, table: int, people: People) -> list[Fault]:
        bounds, size = self._problem.table_of[table], len(people)
        where: dict[str, Param] = {"round": self._number, "table": table, "people": size}
        if size > bounds.capacity:
            extent = size - bounds.capacity
            return [Fault("over_capacity", where | {"capacity": bounds.capacity}, extent)]
        if size < bounds.minimum:
            extent = min(bounds.minimum - size, size)
            return [Fault("below_minimum", where | {"minimum": bounds.minimum}, extent)]
        return []

    def _of_people(self, table: int, people: People) -> list[Fault]:
        found = []
        for person in sorted(people):
            where: dict[str, Param] = {"round": self._number, "participant": person, "table": table}
            if not self._problem.suits(person, table):
                found.append(Fault("needs_not_met", where))
            fixed = self._problem.fixed.get((self._number, person), table)
            if fixed != table:
                found.append(Fault("not_at_fixed_table", where | {"table": fixed}))
        return found

    def _of_groups(self, table: int, people: People) -> list[Fault]:
        found = []
        for group in self._together:
            here = len(group & people)
            if 0 < here < len(group):
                where: dict[str, Param] = {"round": self._number, "participants": tuple(sorted(group))}
                found.append(Fault("not_together", where, min(here, len(group) - here)))
        for group in self._apart:
            both = group & people
            if len(both) > 1:
                where = {"round": self._number, "table": table, "participants": tuple(sorted(both))}
                found.append(Fault("not_apart", where, len(both) - 1))
        return found

    def _of_balance(self, table: int, people: People) -> list[Fault]:
        found = []
        for (category, value), here, low, high, over in self._uneven(table, people):
            where: dict[str, Param] = {"round": self._number, "table": table, "category": category}
            where |= {"value": value, "people": here, "low": low, "high": high}
            found.append(Fault("too_uneven", where, over))
        return found

    def _uneven(self, table: int, people: People) -> list[tuple[tuple[str, str], int, int, int, int]]:
        counts: dict[tuple[str, str], int] = {}
        for person in people:
            for each in self._values[person]:
                counts[each] = counts.get(each, 0) + 1
        found = []
        for each, low, high in self._even(len(people)):
            here = counts.get(each, 0)
            off = here - high if here > high else low - here
            if off > self._tolerance:
                over = off - self._allowed.get((table, *each), self._tolerance)
                if over > 0:
                    found.append((each, here, low, high, over))
        return found

    def _even(self, size: int) -> list[tuple[tuple[str, str], int, int]]:
        if size not in self._shares:
            self._shares[size] = [
                (each, *even_share(size, held, self._people)) for each, held in self._held.items()
            ]
        return self._shares[size]
