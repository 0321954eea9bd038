"""Measure a seating: who has met, how even the tables are, which rules are broken; and what one change would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from scheduling.planning.seating_bounds import MeetingBound, even_share, least_imbalance, most_new_pairs
from scheduling.planning.seating_problem import Pair, Param, Plan, RoundPlan, SeatingProblem, sitting_at


@dataclass(frozen=True, slots=True)
class Violation:
    """Name a broken rule.

    Codes: not_seated (round, participant), over_capacity (round, table, people, capacity), below_minimum (round,
    table, people, minimum), needs_not_met (round, participant, table), not_at_fixed_table (round, participant, table),
    not_together (round, participants), not_apart (round, table, participants).
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """Tell how many people of a value sit at a table; `low` to `high` would be even."""

    category: str
    value: str
    people: int
    low: int
    high: int

    @property
    def off(self) -> int:
        """Count the people too many or too few."""
        return max(0, self.people - self.high, self.low - self.people)


@dataclass(frozen=True, slots=True)
class Measures:
    """Hold what is known of a plan.

    met_new: pairs who meet in this plan and had not met before. met_ever: these and those of earlier sessions.
    pairs: all pairs of participants. repeats: meetings, counted by pair and round, of pairs who had met already.
    bound: how many could meet for the first time at most, with these table sizes.
    imbalance: people too many or too few, over all rounds, tables and values. least_possible: proven lower bound.
    by_category: imbalance of each. by_table: of each (round, table).
    violations: every broken rule by name.
    """

    met_new: int
    met_ever: int
    pairs: int
    repeats: int
    bound: MeetingBound
    imbalance: int
    least_possible: int
    by_category: Mapping[str, int]
    by_table: Mapping[tuple[int, int], int]
    violations: tuple[Violation, ...]

    @property
    def share_met(self) -> float:
        """Give the share of all pairs who have met."""
        return self.met_ever / self.pairs if self.pairs else 1.0

    @property
    def slack(self) -> int:
        """Give by how much balance might be bettered at most."""
        return self.imbalance - self.least_possible

    @property
    def is_best(self) -> bool:
        """Say whether nothing can be better: no rule broken, balance and meetings at their bounds."""
        return not self.violations and not self.slack and self.met_new == self.bound.pairs


@dataclass(frozen=True, slots=True)
class Effect:
    """Hold a changed plan and its measures before and after."""

    plan: Plan
    before: Measures
    after: Measures

    @property
    def meetings(self) -> int:
        """Give how many more pairs meet for the first time."""
        return self.after.met_new - self.before.met_new

    @property
    def imbalance(self) -> int:
        """Give how much less even the tables are: below 0 is better."""
        return self.after.imbalance - self.before.imbalance

    @property
    def broken(self) -> tuple[Violation, ...]:
        """Name the rules that the change breaks."""
        return tuple(each for each in self.after.violations if each not in self.before.violations)

    @property
    def mended(self) -> tuple[Violation, ...]:
        """Name the broken rules that the change puts right."""
        return tuple(each for each in self.before.violations if each not in self.after.violations)


def measure(problem: SeatingProblem, plan: Plan) -> Measures:
    """Measure a plan of some or all rounds. People of the problem whom a round does not seat are named."""
    here = problem.person_of
    kept = [{person: table for person, table in seats.items() if person in here} for seats in plan]
    met = times_met(kept)
    new = len(met.keys() - problem.met.keys())
    sizes = [Counter(seats.values()) for seats in kept]
    by_category = dict.fromkeys(problem.categories, 0)
    by_table: dict[tuple[int, int], int] = {}
    for number, seats in enumerate(kept):
        for table, shares in shares_of(problem, seats).items():
            by_table[number, table] = sum(share.off for share in shares)
            for share in shares:
                by_category[share.category] += share.off
    people = len(here)
    return Measures(
        met_new=new,
        met_ever=len(problem.met.keys() | met.keys()),
        pairs=people * (people - 1) // 2,
        repeats=met.total() - new,
        bound=most_new_pairs(problem, [size for size in sizes if size]),
        imbalance=sum(by_category.values()),
        least_possible=sum(
            least_imbalance(problem, number, size, category)
            for number, size in enumerate(sizes)
            if len(kept[number]) == people
            for category in problem.categories
        ),
        by_category=by_category,
        by_table=by_table,
        violations=tuple(
            v for number, seats in enumerate(kept) for v in violations_of(problem, number, seats)
        ),
    )


def times_met(plan: Iterable[RoundPlan]) -> Counter[Pair]:
    """Count the rounds in which each pair shares a table."""
    return Counter(
        frozenset(pair)
        for seats in plan
        for people in sitting_at(seats).values()
        for pair in combinations(people, 2)
    )


def shares_of(problem: SeatingProblem, seats: RoundPlan) -> dict[int, tuple[Share, ...]]:
    """Tell for each table in use how many people of each value sit there, and how many would be even.

    What is even follows from whoever is seated in the round.
    """
    values = [(category, value) for category in problem.categories for value in problem.values_of[category]]
    counts = {table: _counts(problem, people) for table, people in sitting_at(seats).items()}
    sizes = Counter(seats.values())
    held: Counter[tuple[str, str]] = Counter()
    for count in counts.values():
        held.update(count)
    return {
        table: tuple(Share(*v, count[v], *even_share(sizes[table], held[v], len(seats))) for v in values)
        for table, count in counts.items()
    }


def _counts(problem: SeatingProblem, people: list[int]) -> Counter[tuple[str, str]]:
    return Counter(
        (category, problem.person_of[person].values.get(category, ""))
        for person in people
        for category in problem.categories
    )


def violations_of(problem: SeatingProblem, number: int, seats: RoundPlan) -> Iterator[Violation]:
    """Name every rule that a round breaks."""
    for person in problem.participants:
        if person.key not in seats:
            yield Violation("not_seated", {"round": number, "participant": person.key})
    for table, size in sorted(Counter(seats.values()).items()):
        bounds = problem.table_of.get(table)
        where: dict[str, Param] = {"round": number, "table": table, "people": size}
        if bounds is None or size > bounds.capacity:
            yield Violation("over_capacity", where | {"capacity": bounds.capacity if bounds else 0})
        elif size < bounds.minimum:
            yield Violation("below_minimum", where | {"minimum": bounds.minimum})
    for person_key, table in sorted(seats.items()):
        seat: dict[str, Param] = {"round": number, "participant": person_key, "table": table}
        if table in problem.table_of and not problem.suits(person_key, table):
            yield Violation("needs_not_met", seat)
        fixed = problem.fixed.get((number, person_key), table)
        if fixed != table:
            yield Violation("not_at_fixed_table", seat | {"table": fixed})
    yield from _broken_groups(problem, number, seats)


def _broken_groups(problem: SeatingProblem, number: int, seats: RoundPlan) -> Iterator[Violation]:
    for group in problem.together:
        if len({seats[person] for person in group if person in seats}) > 1:
            yield Violation("not_together", {"round": number, "participants": tuple(sorted(group))})
    for group in problem.apart:
        by_table: dict[int, list[int]] = {}
        for person in sorted(group & seats.keys()):
            by_table.setdefault(seats[person], []).append(person)
        for table, people in sorted(by_table.items()):
            if len(people) > 1:
                yield Violation("not_apart", {"round": number, "table": table, "participants": tuple(people)})


def with_move(problem: SeatingProblem, plan: Plan, number: int, person: int, table: int) -> Effect:
    """Tell what it would do to seat somebody at another table in a round."""
    return _changed(problem, plan, number, {person: table})


def with_swap(problem: SeatingProblem, plan: Plan, number: int, one: int, other: int) -> Effect:
    """Tell what it would do to exchange two people in a round."""
    return _changed(problem, plan, number, {one: plan[number][other], other: plan[number][one]})


def _changed(problem: SeatingProblem, plan: Plan, number: int, seats: Mapping[int, int]) -> Effect:
    changed = (*plan[:number], {**plan[number], **seats}, *plan[number + 1 :])
    return Effect(changed, measure(problem, plan), measure(problem, changed))
