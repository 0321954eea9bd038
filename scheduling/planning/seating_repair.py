"""Put a plan right after late absences and arrivals, with as few people as can be sent to another table."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from scheduling.planning.seating_faults import Fault, Faults, People
from scheduling.planning.seating_measures import Measures, measure, times_met
from scheduling.planning.seating_problem import Pair, Participant, Plan, RoundPlan, SeatingProblem

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


@dataclass(frozen=True, slots=True)
class Repair:
    """Hold the repaired plan, its problem without the absent and with the arrived, and its measures.

    seated: first seats of arrivals. moves: of people who had a seat. remaining: what could not be put right.
    is_fewest: in every round fewer moves are proven not to be enough. at_least: moves needed in any case.
    """

    problem: SeatingProblem
    plan: Plan
    seated: tuple[Move, ...]
    moves: tuple[Move, ...]
    remaining: tuple[Fault, ...]
    at_least: int
    is_fewest: bool
    measures: Measures


def repair(
    problem: SeatingProblem,
    plan: Plan,
    *,
    absent: Iterable[int] = (),
    arrived: Iterable[Participant] = (),
    from_round: int = 0,
    tolerance: int = 1,
) -> Repair:
    """Take the absent out of the rounds from `from_round` on, seat the arrived, and put right what is then wrong.

    What must hold: capacities, minimums (a table that nobody sits at needs none), needs, fixed seats, groups; and of
    each value at each table no more than `tolerance` people beside the even share, or as many as before.
    Earlier rounds stay as they were. Meetings only decide between repairs with equally many moves.

    Each round is searched for a repair of 0, 1, 2 … moves, completely while that is short: a table with a fault stays
    faulty until somebody joins or leaves it, so that only moves at one faulty table need be tried at each step. Where
    it is too long, a few promising seatings are followed; their number of moves is still proven fewest where it
    equals the bound. With arrivals fewest holds for the seats that they were given, so it is claimed of no moves only.

    Raises:
        InvalidSeating: no_participants, duplicate_participant.
    """
    left = problem.without(absent)
    left = replace(left, participants=(*left.participants, *arrived))
    present = frozenset(left.person_of)
    changed = list(plan)
    rounds = []
    for number in range(from_round, len(plan)):
        changed[number] = {p: t for p, t in plan[number].items() if p in present}
    for number in range(from_round, len(plan)):
        others = times_met(seats for each, seats in enumerate(changed) if each != number)
        for pair, many in left.met.items():
            others[pair] += many
        before = {p: t for p, t in plan[number].items() if p in problem.person_of}
        faults = Faults(_joined(problem, left), number, before, present, tolerance)
        share = len(plan) - from_round
        rounds.append(_RoundRepairer(left, number, changed[number], faults, others, share=share).repair())
        changed[number] = rounds[-1].seats
    whole = tuple(changed)
    return Repair(
        problem=left,
        plan=whole,
        seated=tuple(move for each in rounds for move in each.seated),
        moves=tuple(move for each in rounds for move in each.moves),
        remaining=tuple(fault for each in rounds for fault in each.remaining),
        at_least=sum(each.at_least for each in rounds),
        is_fewest=all(each.is_fewest for each in rounds),
        measures=measure(left, whole),
    )


def _joined(before: SeatingProblem, after: SeatingProblem) -> SeatingProblem:
    """Give a problem that knows the absent as well, with the rules of both."""
    gone = tuple(person for person in before.participants if person.key not in after.person_of)
    return replace(before, participants=(*after.participants, *gone), fixed={**before.fixed, **after.fixed})


@dataclass(frozen=True, slots=True)
class _State:
    """Hold who sits at each table, and who has been sent from where to where."""

    tables: Mapping[int, People]
    sent: Mapping[int, tuple[int, int]]

    def after(self, person: int, origin: int, table: int) -> _State:
        changed = {
            **self.tables,
            origin: self.tables[origin] - {person},
            table: self.tables[table] | {person},
        }
        return _State(changed, {**self.sent, person: (origin, table)})


class _RoundRepairer:
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
        self._most, self._most_widely = MOST_ASKED // share, MOST_ASKED_WIDELY // share
        self._seats = dict(seats)
        self._seen: set[frozenset[tuple[int, tuple[int, int]]]] = set()

    def repair(self) -> RoundRepair:
        """Seat whoever has no seat; then search exactly, then widely."""
        seated = self._seat_arrivals()
        start = _State(self._by_table(), {})
        bound = self._bound(start, self._faulty(start))
        found, at_least = self._exactly(start, bound)
        if found is None:
            found = min((self._widely(each) for each in self._beginnings(start)), key=self._extent)
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
        return worse, len(people), self._known_at(person, people), table

    def _known_at(self, person: int, people: People) -> int:
        return sum(self._others[frozenset((person, other))] for other in people if other != person)

    def _faulty(self, state: _State) -> dict[int, int]:
        extents = {table: self._faults.extent(table, people) for table, people in state.tables.items()}
        return {table: extent for table, extent in extents.items() if extent}

    def _bound(self, state: _State, faulty: Mapping[int, int]) -> int:
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

    def _exactly(self, start: _State, bound: int) -> tuple[_State | None, int]:
        """Try 0, 1, 2 … moves, each completely; give the first repair, and how many moves are needed at least."""
        depth = bound
        while self._faults.asked < self._most and depth <= len(self._seats):
            self._seen = set()
            found = self._deepen(start, depth)
            if found is not None:
                return found, depth
            if self._faults.asked >= self._most:
                break
            depth += 1
        return None, depth

    def _deepen(self, state: _State, depth: int) -> _State | None:
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
        self, state: _State, moves: Iterable[tuple[int, int, int]]
    ) -> list[tuple[int, int, int]]:
        return sorted(moves, key=lambda move: (self._known_at(move[0], state.tables[move[2]]), move))

    def _moves(
        self, state: _State, faulty: Mapping[int, int], only: Iterable[int] | None = None
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

    def _may_go(self, state: _State, person: int, table: int) -> bool:
        fixed = self._problem.fixed.get((self._number, person), table)
        return person not in state.sent and fixed == table and self._problem.suits(person, table)

    def _beginnings(self, start: _State) -> Iterator[_State]:
        """Give the round as it is, and where people are too few for every minimum, with small tables given up."""
        yield start
        open_tables = {table: len(people) for table, people in start.tables.items() if people}
        state = start
        while self._lack(open_tables) > 0 and len(open_tables) > 1:
            smallest = min(open_tables, key=lambda table: (open_tables[table], table))
            del open_tables[smallest]
            for person in sorted(state.tables[smallest]):
                table = min(open_tables, key=partial(self._spare, state))
                if self._may_go(state, person, table):
                    state = state.after(person, smallest, table)
        if state is not start:
            yield state

    def _lack(self, tables: Iterable[int]) -> int:
        return sum(self._problem.table_of[table].minimum for table in tables) - len(self._seats)

    def _spare(self, state: _State, table: int) -> tuple[int, int]:
        return len(state.tables[table]) - self._problem.table_of[table].minimum, table

    def _widely(self, start: _State) -> _State:
        """Follow the few seatings with the smallest faults, until one has none or no more is gained."""
        kept, best, least = [start], start, self._extent(start)
        patience, until = PATIENCE, self._faults.asked + self._most_widely
        while patience and kept and least and self._faults.asked < until:
            kept_extents, kept = self._follow(kept)
            patience -= 1
            if kept and kept_extents < least:
                best, least, patience = kept[0], kept_extents, PATIENCE
        return best

    def _follow(self, kept: list[_State]) -> tuple[int, list[_State]]:
        """Give the best seatings one move on, of equal ones those with most new meetings; and the first's faults."""
        ranked: dict[frozenset[tuple[int, tuple[int, int]]], tuple[int, int, int, int, int, int]] = {}
        for place, state in enumerate(kept):
            faulty = self._faulty(state)
            whole = sum(faulty.values())
            choices = [
                (whole + self._change(state, *move), place, *move) for move in self._moves(state, faulty)
            ]
            for extent, _, person, origin, table in heapq.nsmallest(CLOSELY, choices):
                known = self._known_at(person, state.tables[table])
                sent = frozenset({**state.sent, person: (origin, table)}.items())
                ranked[sent] = (extent, known, place, person, origin, table)
        best = sorted(ranked.values())[:WIDTH]
        return best[0][0] if best else 0, [kept[place].after(*move) for _, _, place, *move in best]

    def _extent(self, state: _State) -> int:
        return sum(self._faulty(state).values())

    def _change(self, state: _State, person: int, origin: int, table: int) -> int:
        old, new = state.tables[origin], state.tables[table]
        return (
            self._faults.extent(origin, old - {person})
            + self._faults.extent(table, new | {person})
            - self._faults.extent(origin, old)
            - self._faults.extent(table, new)
        )


def _once(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Name each fault once, in order: two tables share the fault of a group that is split."""
    return tuple(fault for place, fault in enumerate(faults) if fault not in faults[:place])
