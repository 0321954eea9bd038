"""Seat people in many rounds at once: rules first, then balance, then as many new meetings as can be."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from scheduling.planning.seating_bounds import even_share
from scheduling.planning.seating_facilitators import facilitator_repeats, rotate_facilitators
from scheduling.planning.seating_limits import Impossible, examine
from scheduling.planning.seating_measures import Measures, measure
from scheduling.planning.seating_problem import Plan, SeatingProblem
from scheduling.planning.seating_search import REPEAT, RULE, Floats, Ground, Integers, RoundSearch
from scheduling.planning.seating_start import deal, place_anyhow, place_bound, sizes_around

STEPS = 12_000
"""Exchanges in all: about 5 s for 160 people on one core, 2 s for 50."""
STEPS_AT_A_TIME = 150
"""Exchanges in one round before the next has its turn."""
TURNS_PER_KICK = 3
"""A group kept together is moved to another table in one of so many turns of a round."""

Report = Callable[[int, int], None]
"""Called with the exchanges done and those of the whole budget."""


class SeatingImpossible(Exception):  # noqa: N818 - named for what happened
    """Tell that some rules cannot be kept; `impossible` names them."""

    def __init__(self, impossible: tuple[Impossible, ...]) -> None:
        self.impossible = impossible
        super().__init__(", ".join(each.code for each in impossible))


@dataclass(frozen=True, slots=True)
class Seating:
    """Hold a plan: participant → table for each round, table → facilitator for each round.

    facilitator_repeats: how often somebody sits with a facilitator they have sat with before.
    impossible: rules taken out because no seating keeps them. steps: exchanges made. is_complete: neither the
    caller's wish nor anything else cut the budget short, except that nothing better can exist.
    """

    rounds: Plan
    facilitators: tuple[Mapping[int, int], ...]
    measures: Measures
    facilitator_repeats: int
    impossible: tuple[Impossible, ...]
    steps: int
    is_complete: bool


def seat(
    problem: SeatingProblem,
    *,
    steps: int = STEPS,
    without_impossible: bool = False,
    progress: Report | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Seating:
    """Seat everybody in every round; the same problem, seed and number of steps give the same plan.

    Each round starts from a seating that keeps the rules, dealt out by values. Then the rounds take turns: a round is
    bettered by exchanges while the others stand still, until the steps are spent, the caller wishes to stop, or the
    bounds on balance and meetings are reached. Table sizes are as even as rules, minimums and capacities allow.

    without_impossible: go on with the rules that no seating keeps taken out; the measures are those of the problem
    that is left. Rules that contradict each other only jointly stay in it, and the broken ones are named.

    Raises:
        SeatingImpossible: some rule cannot be kept, and the caller did not choose to go on.
    """
    examined = examine(problem)
    if examined.impossible and not without_impossible:
        raise SeatingImpossible(examined.impossible)
    rounds = _Rounds(examined.problem)
    is_complete = rounds.improve(steps, progress, should_stop)
    plan = rounds.plan()
    hosts = rotate_facilitators(examined.problem, plan)
    return Seating(
        plan,
        hosts,
        measure(examined.problem, plan),
        facilitator_repeats(examined.problem, plan, hosts),
        examined.impossible,
        rounds.steps,
        is_complete,
    )


class _Rounds:
    """Keep all rounds while they take turns."""

    def __init__(self, problem: SeatingProblem) -> None:
        self._problem = problem
        self._chance = random.Random(problem.seed)
        self._draws = np.random.default_rng(problem.seed)
        self._keys = [person.key for person in problem.participants]
        self._index = {key: index for index, key in enumerate(self._keys)}
        self._history = self._pairs(problem.met)
        self.steps = 0
        self._tables: list[list[int]] = []
        self._rounds: list[RoundSearch] = []
        for number in range(problem.rounds):
            seats = self._start(number)
            used = sorted(set(seats.values()))
            place = {table: index for index, table in enumerate(used)}
            start = np.array([place[seats[key]] for key in self._keys], dtype=np.int64)
            self._tables.append(used)
            self._rounds.append(RoundSearch(self._ground(number, used, start), start, self._draws))
        self._met = self._history + sum(_beside(each.seats) for each in self._rounds)

    def plan(self) -> Plan:
        """Give the tables by their numbers."""
        return tuple(
            {key: tables[index] for key, index in zip(self._keys, each.seats.tolist(), strict=True)}
            for tables, each in zip(self._tables, self._rounds, strict=True)
        )

    def improve(self, budget: int, progress: Report | None, should_stop: Callable[[], bool] | None) -> bool:
        """Let the rounds take turns; say whether the whole budget was used, or needless."""
        number = 0
        while self.steps < budget:
            if number == 0 and self._is_best():
                break
            if should_stop is not None and should_stop():
                return False
            steps = min(STEPS_AT_A_TIME, budget - self.steps)
            self._turn(number, steps)
            self.steps += steps
            number = (number + 1) % len(self._rounds)
            if progress is not None:
                progress(self.steps, budget)
        return True

    def _is_best(self) -> bool:
        repeats = sum(float((_beside(each.seats) * (self._met > 1)).sum()) for each in self._rounds)
        return not repeats and measure(self._problem, self.plan()).is_best

    def _turn(self, number: int, steps: int) -> None:
        """Better one round; sometimes with a group moved first, which is undone where it did not pay."""
        search = self._rounds[number]
        self._met -= _beside(search.seats)
        costs = np.where(self._met > 0, REPEAT - 1 + self._met, 0).astype(np.float32)
        np.fill_diagonal(costs, 0)
        before, cost = search.seats.copy(), search.cost(costs)
        kicked = self._problem.blocks and self._chance.randrange(TURNS_PER_KICK) == 0
        if kicked:
            self._move_group(number)
        if search.better(costs, steps) > cost:
            search.seats = before
        self._met += _beside(search.seats)

    def _move_group(self, number: int) -> None:
        """Exchange a group kept together for as many others of another table, if all its people may go there."""
        search = self._rounds[number]
        block = [self._index[key] for key in sorted(self._chance.choice(self._problem.blocks))]
        here = int(search.seats[block[0]])
        there = self._chance.randrange(len(self._tables[number]))
        bound = {self._index[key] for each in self._problem.blocks for key in each}
        others = [
            person
            for person in np.flatnonzero(search.seats == there).tolist()
            if person not in bound and not search.ground.bans[person, here] and search.ground.movable[person]
        ]
        may_go = all(
            search.seats[person] == here
            and not search.ground.bans[person, there]
            and search.ground.movable[person]
            for person in block
        )
        if here != there and may_go and len(others) >= len(block):
            search.seats[block] = there
            search.seats[self._chance.sample(others, len(block))] = here

    def _start(self, number: int) -> dict[int, int]:
        problem, chance = self._problem, self._chance
        bound = place_bound(problem, number, chance).seats
        seats = place_anyhow(problem, number, chance) if bound is None else bound
        load = {table: list(seats.values()).count(table) for table in set(seats.values())}
        return deal(problem, seats, sizes_around(problem, load, chance), chance)

    def _pairs(self, times: Mapping[frozenset[int], int]) -> Floats:
        found = np.zeros((len(self._keys), len(self._keys)), dtype=np.float32)
        for pair, many in times.items():
            one, other = (self._index[key] for key in pair)
            found[one, other] = found[other, one] = many
        return found

    def _ground(self, number: int, used: list[int], seats: Integers) -> Ground:
        problem = self._problem
        bans = np.array(
            [[RULE * (not problem.suits(key, table)) for table in used] for key in self._keys],
            dtype=np.float32,
        )
        movable = np.ones(len(self._keys), dtype=np.bool_)
        for (each, key), table in problem.fixed.items():
            if each == number:
                bans[self._index[key]] += RULE * (np.array(used) != table)
                movable[self._index[key]] = used[seats[self._index[key]]] != table
        pairs = self._pairs(dict.fromkeys(problem.apart_pairs, RULE))
        pairs -= self._pairs(dict.fromkeys(problem.together_pairs, RULE))
        values = [(c, v) for c in problem.categories for v in problem.values_of[c]]
        has = np.array(
            [[p.values.get(c, "") == v for c, v in values] for p in problem.participants], dtype=np.float32
        ).reshape(len(self._keys), len(values))
        held = has.sum(axis=0).astype(int).tolist()
        shares = np.array(
            [[even_share(int(size), many, len(self._keys)) for many in held] for size in np.bincount(seats)],
            dtype=np.float32,
        ).reshape(len(used), len(values), 2)
        low, high = np.ascontiguousarray(shares[:, :, 0]), np.ascontiguousarray(shares[:, :, 1])
        weights = np.array([problem.weights.get(c, 1) for c, _ in values], dtype=np.float32)
        return Ground(bans, pairs, has, low, high, weights, movable)


def _beside(seats: Integers) -> Floats:
    """Say for each pair whether they share a table; nobody is beside themselves."""
    same: Floats = np.equal.outer(seats, seats).astype(np.float32)
    np.fill_diagonal(same, 0)
    return same
