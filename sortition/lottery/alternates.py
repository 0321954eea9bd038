"""Choose alternates: people who stand by so that a panel still meets its quotas after some have left.

Scenarios of who leaves are made up by a model of dropouts. In each, the best that can be done with alternates A is

    dev(A, D) = min Σ_q (seats missing below l_q or too many above u_q)  over who of A steps in, at most |D| people,

where the number of seats counts as a quota. A is chosen to make the mean of this over the scenarios small.

Source: Assos, Baharav, Flanigan, Procaccia, "Alternates, assemble!", 2025, doi 10.1145/3736252.3742614.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse

from sortition.lottery.dropout import DropoutModel, scenarios_of
from sortition.lottery.errors import InvalidInstance
from sortition.lottery.instance import Instance, Person
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import Floats, Integers, Row
from sortition.lottery.warm_programmes import Optimum, WarmProgramme

MOST_COLUMNS = 3_000
"""An integer programme over kinds × scenarios of this size is solved in seconds; a larger one may take hours."""

ROUNDS = 30
"""Times that the alternate worth least is exchanged for the one worth most."""


@dataclass(frozen=True)
class Alternates:
    """Hold the alternates, the one to be called most often first, and what they are worth.

    expected: mean deviation over the scenarios they were chosen by. fresh: the same over as many new ones, which they
    were not fitted to. without: over the new ones, with no alternates. is_proven: no other choice has a smaller
    mean over the scenarios they were chosen by.
    """

    ids: tuple[str, ...]
    expected: float
    fresh: float
    without: float
    is_proven: bool


def choose_alternates(
    instance: Instance,
    panel: Sequence[str],
    count: int,
    model: DropoutModel,
    *,
    scenarios: int = 300,
    seed: int,
) -> Alternates:
    """Choose `count` people of the pool, outside the panel, to stand by.

    Nobody is chosen who lives with somebody of the panel or with another alternate, or who must sit together with or
    apart from somebody. People are told apart by what quotas and caps count only; who of equals stands by is drawn
    with the seed.

    Where kinds and scenarios are few, an integer programme over both decides, and the choice is proven. Otherwise
    people are added one after another by what one more of their kind is worth, which the duals of each scenario's
    linear programme say, and then exchanged as long as that betters the mean.

    Raises:
        InvalidInstance: unknown_person, panel_has_other_seats, count_below_one or too_few_for_alternates.
    """
    chance = random.Random(seed)
    problem = _problem(instance, panel, chance)
    if count < 1:
        raise InvalidInstance("count_below_one", {"count": count})
    if problem.available < count:
        raise InvalidInstance("too_few_for_alternates", {"count": count, "available": problem.available})
    stays = [model.stay(person) for person in problem.seated]
    drawn = Counter(scenarios_of(stays, scenarios, chance))
    fresh = Counter(scenarios_of(stays, scenarios, chance))
    chosen = _exactly(problem, count, drawn)
    is_proven = chosen is not None
    if chosen is None:
        chosen = _by_prices(problem, count, drawn, chance)
    expected = _mean(problem, chosen, drawn)
    return Alternates(
        _ranked(problem, chosen, drawn),
        expected,
        _mean(problem, chosen, fresh),
        _mean(problem, np.zeros_like(chosen), fresh),
        is_proven,
    )


def deviation_with(
    instance: Instance,
    panel: Sequence[str],
    alternates: Sequence[str],
    model: DropoutModel,
    *,
    scenarios: int = 300,
    seed: int,
) -> float:
    """Give the mean deviation with other alternates, over the scenarios that `fresh` of `choose_alternates` is over.

    Raises:
        InvalidInstance: unknown_person, panel_has_other_seats.
    """
    people = {person.id: person for person in instance.people}
    for name in alternates:
        if name not in people:
            raise InvalidInstance("unknown_person", {"id": name, "list": "alternates"})
    chance = random.Random(seed)
    problem = _problem(instance, panel, chance)
    stays = [model.stay(person) for person in problem.seated]
    scenarios_of(stays, scenarios, chance)
    fresh = Counter(scenarios_of(stays, scenarios, chance))
    single = _only(problem, instance, [people[name] for name in alternates])
    return _mean(single, np.ones(len(single.kinds), dtype=np.int64), fresh)


def promote(
    instance: Instance, panel: Sequence[str], alternates: Sequence[str], gone: Sequence[str]
) -> tuple[str, ...]:
    """Give the alternates who step in for those who have left, in their ranked order.

    Of all who leave the smallest deviation, those are taken who stand first.

    Raises:
        InvalidInstance: unknown_person, panel_has_other_seats.
    """
    people = {person.id: person for person in instance.people}
    for name in (*alternates, *gone):
        if name not in people or (name in gone and name not in panel):
            raise InvalidInstance("unknown_person", {"id": name, "list": "alternates"})
    problem = _problem(instance, panel, random.Random(0))
    standing = [people[name] for name in alternates if name not in panel]
    if not standing:
        return ()
    single = _only(problem, instance, standing)
    left = tuple(place for place, person in enumerate(single.seated) if person.id in set(gone))
    seats = _best_use(single, np.ones(len(standing), dtype=np.int64), left)[1]
    return tuple(standing[place].id for place in np.flatnonzero(seats))


def _only(problem: _Problem, instance: Instance, people: Sequence[Person]) -> _Problem:
    """Let just these people stand by, each a kind of their own."""
    features = [_features(instance, person) for person in people]
    matrix = np.array(features, dtype=np.int64).reshape(len(people), len(problem.low)).T
    return replace(problem, kinds=tuple((person,) for person in people), matrix=matrix, homes=())


@dataclass(frozen=True)
class _Problem:
    """Hold the panel and the kinds of people who may stand by.

    seated: the panel. kinds: people alike in every feature, in the order in which they stand by.
    matrix: shape (features, kinds); held: shape (features, panel); low, high: bounds per feature, seats first.
    homes: groups of kinds of which at most one may stand by.
    """

    seated: tuple[Person, ...]
    kinds: tuple[tuple[Person, ...], ...]
    matrix: Integers
    held: Integers
    low: Integers
    high: Integers
    homes: tuple[tuple[int, ...], ...]

    @property
    def available(self) -> int:
        """Say how many people could stand by at most, one of each household."""
        shared = {kind for home in self.homes for kind in home}
        return len(self.homes) + sum(len(k) for number, k in enumerate(self.kinds) if number not in shared)

    @cached_property
    def most(self) -> Integers:
        """Give how many there are of each kind."""
        return np.array([len(kind) for kind in self.kinds], dtype=np.int64)

    def remaining(self, left: tuple[int, ...]) -> Integers:
        """Give the sums of the features over those of the panel who stay."""
        stays = np.ones(self.held.shape[1], dtype=np.int64)
        stays[list(left)] = 0
        return np.asarray(self.held @ stays)


def _features(instance: Instance, person: Person) -> list[int]:
    """Give what counts of a person: a seat, each quota, each group that a cap can bind."""
    quotas = [int(person.values[quota.category] == quota.value) for quota in instance.quotas]
    return [1, *quotas, *(int(person.groups.get(column) == group) for column, group, _ in _groups(instance))]


def _groups(instance: Instance) -> list[tuple[str, str, int]]:
    found = []
    for cap in instance.caps:
        sizes = Counter(p.groups[cap.column] for p in instance.people if p.groups.get(cap.column))
        found += [(cap.column, g, cap.maximum) for g, many in sorted(sizes.items()) if many > cap.maximum]
    return found


def _problem(instance: Instance, panel: Sequence[str], chance: random.Random) -> _Problem:
    people = {person.id: person for person in instance.people}
    for name in panel:
        if name not in people:
            raise InvalidInstance("unknown_person", {"id": name, "list": "panel"})
    if len(set(panel)) != instance.seats:
        raise InvalidInstance("panel_has_other_seats", {"panel": len(set(panel)), "seats": instance.seats})
    seated = tuple(people[name] for name in dict.fromkeys(panel))
    homes_taken = {person.household for person in seated if person.household}
    bound = {name for group in (*instance.together, *instance.apart) for name in group} | set(panel)
    rest = [p for p in instance.people if p.id not in bound and p.household not in homes_taken]
    chance.shuffle(rest)
    shared = Counter(person.household for person in rest if person.household)
    kinds: dict[tuple[object, ...], list[Person]] = {}
    for person in rest:
        own = person.id if person.household and shared[person.household] > 1 else ""
        kinds.setdefault((tuple(_features(instance, person)), own), []).append(person)
    found = tuple(tuple(kinds[key]) for key in sorted(kinds, key=str))
    by_home: dict[str, list[int]] = {}
    for number, kind in enumerate(found):
        home = kind[0].household
        if home and shared[home] > 1:
            by_home.setdefault(home, []).append(number)
    bounds = [(instance.seats, instance.seats), *((q.minimum, q.maximum) for q in instance.quotas)]
    bounds += [(0, most) for _, _, most in _groups(instance)]
    low, high = np.array(bounds, dtype=np.int64).T
    features = [_features(instance, kind[0]) for kind in found]
    return _Problem(
        seated,
        found,
        np.array(features, dtype=np.int64).reshape(len(found), len(low)).T,
        np.array([_features(instance, person) for person in seated], dtype=np.int64).T,
        low,
        high,
        tuple(tuple(numbers) for _, numbers in sorted(by_home.items())),
    )


def _by_prices(
    problem: _Problem, count: int, drawn: Counter[tuple[int, ...]], chance: random.Random
) -> Integers:
    """Add alternates one after another by their price; then exchange the one worth least for the one worth most."""
    programme = _Recourse(problem, drawn)
    chosen = np.zeros(len(problem.kinds), dtype=np.int64)
    for _ in range(count):
        chosen[_dearest(problem, chosen, programme.prices(chosen), chance)] += 1
    value = programme.deviation(chosen)
    for _ in range(ROUNDS):
        without = {
            kind: programme.deviation(chosen - _one(kind, len(chosen)))
            for kind in np.flatnonzero(chosen).tolist()
        }
        least = min(without, key=lambda kind: (without[kind], kind))
        other = chosen - _one(least, len(chosen))
        other[_dearest(problem, other, programme.prices(other), chance)] += 1
        found = programme.deviation(other)
        if found >= value - 1e-9:
            break
        chosen, value = other, found
    return chosen


def _dearest(problem: _Problem, chosen: Integers, prices: Floats, chance: random.Random) -> int:
    """Give the kind with the highest price of which one more may stand by; of equals one at random."""
    home_of = {kind: home for home in problem.homes for kind in home}
    still = [
        kind
        for kind in range(len(chosen))
        if chosen[kind] < problem.most[kind] and not any(chosen[k] for k in home_of.get(kind, ()))
    ]
    best = max(prices[kind] for kind in still)
    return chance.choice([kind for kind in still if prices[kind] >= best - 1e-9])


def _one(kind: int, kinds: int) -> Integers:
    return np.asarray(np.arange(kinds) == kind, dtype=np.int64)


class _Recourse:
    """Keep the linear programme of the scenarios warm: who steps in, and what is then missing or too many."""

    def __init__(self, problem: _Problem, drawn: Counter[tuple[int, ...]]) -> None:
        self._problem, self._drawn = problem, drawn
        kinds, features = len(problem.kinds), len(problem.low)
        one = scipy.sparse.identity(features)
        blocks: list[list[Any]] = [
            [scipy.sparse.csr_matrix(problem.matrix), one, -one],
            [np.ones((1, kinds)), None, None],
        ]
        self._free = np.full(2 * features, np.inf)
        self._programme = WarmProgramme(
            matrix=scipy.sparse.csr_matrix(scipy.sparse.bmat(blocks)),
            costs=np.concatenate([np.zeros(kinds), np.ones(2 * features)]),
            lower=np.zeros(kinds + 2 * features),
            upper=np.concatenate([np.zeros(kinds), self._free]),
            row_lower=np.append(problem.low, 0).astype(np.float64),
            row_upper=np.append(problem.high, 0).astype(np.float64),
        )

    def prices(self, chosen: Integers) -> Floats:
        """Give by how much one more of each kind would lower the mean deviation, at most."""
        found = np.zeros(len(chosen))
        for optimum, many in self._solve(chosen):
            found += many * np.maximum(-optimum.reduced_costs[: len(chosen)], 0.0)
        return found

    def deviation(self, chosen: Integers) -> float:
        """Bound the mean deviation from below: whoever steps in may do so in part."""
        return sum(many * optimum.objective for optimum, many in self._solve(chosen)) / self._drawn.total()

    def _solve(self, chosen: Integers) -> Iterator[tuple[Optimum, int]]:
        problem = self._problem
        upper = np.concatenate([chosen.astype(np.float64), self._free])
        self._programme.set_bounds(np.zeros(len(upper)), upper)
        for left, many in self._drawn.items():
            held = problem.remaining(left)
            for row, (low, high) in enumerate(zip(problem.low - held, problem.high - held, strict=True)):
                self._programme.set_row(row, float(low), float(high))
            self._programme.set_row(len(held), 0.0, float(len(left)))
            optimum = self._programme.solve()
            if optimum is None:
                raise ArithmeticError
            yield optimum, many


def _exactly(problem: _Problem, count: int, drawn: Counter[tuple[int, ...]]) -> Integers | None:
    """Choose by an integer programme over kinds and scenarios; None where that would be too large.

    Columns: alternates of each kind, then per scenario who steps in, what is missing, what is too many.
    """
    kinds, features = len(problem.kinds), len(problem.low)
    width = kinds + 2 * features
    if width * len(drawn) > MOST_COLUMNS:
        return None
    rows = [_row(range(kinds), [1] * kinds, count, count)]
    rows += [_row(home, [1] * len(home), 0, 1) for home in problem.homes]
    costs, upper = [0.0] * kinds, problem.most.tolist()
    for place, (left, many) in enumerate(sorted(drawn.items())):
        start = kinds + place * width
        rows += _scenario_rows(problem, left, start)
        rows += [_row((start + kind, kind), (1, -1), -np.inf, 0) for kind in range(kinds)]
        costs += [0.0] * kinds + [float(many)] * (2 * features)
        upper += [len(left)] * kinds + [len(problem.seated) + len(left)] * (2 * features)
    whole = np.array(upper, dtype=np.int64)
    answer = solve_integer_programme(IntegerProgramme(np.array(costs), np.zeros_like(whole), whole, rows))
    return None if answer.x is None else answer.x[:kinds]


def _scenario_rows(problem: _Problem, left: tuple[int, ...], start: int) -> list[Row]:
    """Write what a scenario asks of the columns from `start` on: who steps in, what is missing, what is too many."""
    kinds, features = len(problem.kinds), len(problem.low)
    held = problem.remaining(left)
    rows = [_row(range(start, start + kinds), [1] * kinds, 0, len(left))]
    for feature in range(features):
        seats = np.flatnonzero(problem.matrix[feature])
        columns = [*(start + seats), start + kinds + feature, start + kinds + features + feature]
        sides = problem.low[feature] - held[feature], problem.high[feature] - held[feature]
        rows.append(_row(columns, [1] * (len(seats) + 1) + [-1], *map(int, sides)))
    return rows


def _row(columns: Sequence[int] | range, coefficients: Sequence[int], low: float, high: float) -> Row:
    return Row(("", ""), tuple(int(column) for column in columns), tuple(coefficients), low, high)


def _best_use(problem: _Problem, chosen: Integers, left: tuple[int, ...]) -> tuple[int, Integers]:
    """Give the smallest deviation in a scenario, and how many of each kind then step in.

    Of equal uses the one that fills most seats is taken, then that of those who come first: what this is worth is
    less than any deviation, all of it together.
    """
    kinds, features = len(chosen), len(problem.low)
    worth = (0.25 * np.arange(1, kinds + 1) / (kinds + 1) - 0.5) / max(1, len(left))
    costs = np.concatenate([worth, np.ones(2 * features)])
    slack = len(problem.seated) + len(left)
    upper = np.concatenate([chosen, np.full(2 * features, slack, dtype=np.int64)])
    answer = solve_integer_programme(
        IntegerProgramme(costs, np.zeros_like(upper), upper, _scenario_rows(problem, left, 0))
    )
    if answer.x is None:
        raise ArithmeticError
    return int(answer.x[kinds:].sum()), answer.x[:kinds]


def _mean(problem: _Problem, chosen: Integers, drawn: Counter[tuple[int, ...]]) -> float:
    total = sum(many * _best_use(problem, chosen, left)[0] for left, many in drawn.items())
    return total / drawn.total()


def _ranked(problem: _Problem, chosen: Integers, drawn: Counter[tuple[int, ...]]) -> tuple[str, ...]:
    """Order the alternates by how often each would step in; of one kind, as they were drawn."""
    uses: Counter[tuple[int, int]] = Counter()
    for left, many in drawn.items():
        for kind, seats in enumerate(_best_use(problem, chosen, left)[1].tolist()):
            for place in range(seats):
                uses[kind, place] += many
    standing = [(kind, place) for kind, many in enumerate(chosen.tolist()) for place in range(many)]
    standing.sort(key=lambda each: (-uses[each], each))
    return tuple(problem.kinds[kind][place].id for kind, place in standing)
