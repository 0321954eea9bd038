"""Search a round for a repair of as few moves as can be: exactly while that is short, then widely."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product

from scheduling.planning.seating_faults import Faults, People
from scheduling.planning.seating_problem import Pair, SeatingProblem

MOST_ASKED = 150_000
"""Tables judged in the exact search, shared by the rounds; after that, fewest is no longer proven."""
MOST_ASKED_WIDELY = 200_000
"""Tables judged in the wider search, shared by the rounds: together well below two seconds for 160 people."""
WIDTH = 2
"""Seatings of a round kept from step to step where the exact search is too long."""
CLOSELY = 40
"""Moves of each of which acquaintance is looked at."""
PATIENCE = 4
"""Moves after which a search without gain ends: some repairs need several moves before anything is better."""
MOST_OPEN = 5
"""Tables below their minimum of which every choice, filled or given up, is gone through for the bound."""


Sent = frozenset[tuple[int, tuple[int, int]]]
"""Who has been sent from where to where, whatever the order."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Hold who sits at each table, and who has been sent from where to where."""

    tables: Mapping[int, People]
    sent: Mapping[int, tuple[int, int]]

    @property
    def size(self) -> int:
        """Count who has a seat."""
        return sum(len(people) for people in self.tables.values())

    def after(self, person: int, origin: int, table: int) -> Seating:
        """Return the seating once somebody more is sent."""
        changed = {
            **self.tables,
            origin: self.tables[origin] - {person},
            table: self.tables[table] | {person},
        }
        return Seating(changed, {**self.sent, person: (origin, table)})


def known_at(others: Counter[Pair], person: int, people: People) -> int:
    """Count how often somebody meets these people in other rounds."""
    return sum(others[frozenset((person, other))] for other in people if other != person)


class RepairSearch:
    """Search one round, in which everybody has a seat.

    others: how often each pair meets in other rounds; of equally many moves those are tried first that bring together
    whoever has met least. share: rounds that share the time.
    """

    def __init__(
        self, problem: SeatingProblem, number: int, faults: Faults, others: Counter[Pair], *, share: int
    ) -> None:
        self._problem, self._number, self._faults, self._others = problem, number, faults, others
        self._most, self._most_widely = MOST_ASKED // share, MOST_ASKED_WIDELY // share
        self._seen: set[Sent] = set()

    def fewest_moves(self, start: Seating) -> tuple[Seating, int]:
        """Return the best seating that was found, and how many moves are needed in any case."""
        found, at_least = self._exactly(start, self._bound(start, self._faulty(start)))
        if found is None:
            found = min((self._widely(each) for each in self._beginnings(start)), key=self._extent)
        return found, at_least

    def _faulty(self, state: Seating) -> dict[int, int]:
        extents = {table: self._faults.extent(table, people) for table, people in state.tables.items()}
        return {table: extent for table, extent in extents.items() if extent}

    def _bound(self, state: Seating, faulty: Mapping[int, int]) -> int:
        """Bound the moves that are left from below.

        Each move changes two tables, so half the faulty ones is a bound. Of the tables below their minimum some are
        filled and the others given up: what the former lack must come, who sits at the latter must go.
        """
        lacking, surplus = [], 0
        for table in faulty:
            bounds, size = self._problem.table_of[table], len(state.tables[table])
            surplus += max(0, size - bounds.capacity)
            if size < bounds.minimum:
                lacking.append((bounds.minimum - size, size))
        fewest = (len(faulty) + 1) // 2
        if len(lacking) > MOST_OPEN:
            return max(fewest, surplus, (sum(min(pair) for pair in lacking) + 1) // 2)
        choices = product(*(((coming, 0), (0, going)) for coming, going in lacking))
        return max(
            fewest,
            min(max(sum(c for c, _ in each), surplus + sum(g for _, g in each)) for each in choices),
        )

    def _exactly(self, start: Seating, bound: int) -> tuple[Seating | None, int]:
        """Try 0, 1, 2 … moves, each completely; give the first repair, and how many moves are needed at least."""
        depth = bound
        while self._faults.asked < self._most and depth <= start.size:
            self._seen = set()
            found = self._deepen(start, depth)
            if found is not None:
                return found, depth
            if self._faults.asked >= self._most:
                break
            depth += 1
        return None, depth

    def _deepen(self, state: Seating, depth: int) -> Seating | None:
        faulty = self._faulty(state)
        if not faulty:
            return state
        if self._bound(state, faulty) > depth or self._faults.asked >= self._most:
            return None
        known = frozenset(state.sent.items())
        if known in self._seen:
            return None
        self._seen.add(known)
        only = faulty.keys() if len(faulty) == 2 * depth else None
        for person, origin, table in self._by_acquaintance(state, self._moves(state, faulty, only)):
            found = self._deepen(state.after(person, origin, table), depth - 1)
            if found is not None:
                return found
        return None

    def _by_acquaintance(
        self, state: Seating, moves: Iterable[tuple[int, int, int]]
    ) -> list[tuple[int, int, int]]:
        return sorted(moves, key=lambda move: (known_at(self._others, move[0], state.tables[move[2]]), move))

    def _moves(
        self, state: Seating, faulty: Mapping[int, int], only: Iterable[int] | None = None
    ) -> Iterator[tuple[int, int, int]]:
        """List who may join or leave the worst table; those already sent stay where they are."""
        worst = max(faulty, key=lambda table: (faulty[table], -table))
        others = [table for table in (state.tables if only is None else only) if table != worst]
        for table in others:
            for person in sorted(state.tables[worst]):
                if self._may_go(state, person, table):
                    yield person, worst, table
            for person in sorted(state.tables[table]):
                if self._may_go(state, person, worst):
                    yield person, table, worst

    def _may_go(self, state: Seating, person: int, table: int) -> bool:
        fixed = self._problem.fixed.get((self._number, person), table)
        return person not in state.sent and fixed == table and self._problem.suits(person, table)

    def _beginnings(self, start: Seating) -> Iterator[Seating]:
        """Give the round as it is, and where people are too few for every minimum, with small tables given up."""
        yield start
        open_tables = {table: len(people) for table, people in start.tables.items() if people}
        state = start
        while self._lack(open_tables, start.size) > 0 and len(open_tables) > 1:
            smallest = min(open_tables, key=lambda table: (open_tables[table], table))
            del open_tables[smallest]
            for person in sorted(state.tables[smallest]):
                table = min(open_tables, key=partial(self._spare, state))
                if self._may_go(state, person, table):
                    state = state.after(person, smallest, table)
        if state is not start:
            yield state

    def _lack(self, tables: Iterable[int], size: int) -> int:
        return sum(self._problem.table_of[table].minimum for table in tables) - size

    def _spare(self, state: Seating, table: int) -> tuple[int, int]:
        return len(state.tables[table]) - self._problem.table_of[table].minimum, table

    def _widely(self, start: Seating) -> Seating:
        """Follow the few seatings with the smallest faults, until one has none or no more is gained."""
        kept, best, least = [start], start, self._extent(start)
        patience, until = PATIENCE, self._faults.asked + self._most_widely
        while patience and kept and least and self._faults.asked < until:
            kept_extents, kept = self._follow(kept)
            patience -= 1
            if kept and kept_extents < least:
                best, least, patience = kept[0], kept_extents, PATIENCE
        return best

    def _follow(self, kept: list[Seating]) -> tuple[int, list[Seating]]:
        """Give the best seatings one move on, of equal ones those with most new meetings; and the first's faults."""
        ranked: dict[Sent, tuple[int, int, int, int, int, int]] = {}
        for place, state in enumerate(kept):
            faulty = self._faulty(state)
            whole = sum(faulty.values())
            choices = [
                (whole + self._change(state, *move), place, *move) for move in self._moves(state, faulty)
            ]
            for extent, _, person, origin, table in heapq.nsmallest(CLOSELY, choices):
                known = known_at(self._others, person, state.tables[table])
                sent = frozenset({**state.sent, person: (origin, table)}.items())
                ranked[sent] = (extent, known, place, person, origin, table)
        best = sorted(ranked.values())[:WIDTH]
        return best[0][0] if best else 0, [kept[place].after(*move) for _, _, place, *move in best]

    def _extent(self, state: Seating) -> int:
        return sum(self._faulty(state).values())

    def _change(self, state: Seating, person: int, origin: int, table: int) -> int:
        old, new = state.tables[origin], state.tables[table]
        return (
            self._faults.extent(origin, old - {person})
            + self._faults.extent(table, new | {person})
            - self._faults.extent(origin, old)
            - self._faults.extent(table, new)
        )
