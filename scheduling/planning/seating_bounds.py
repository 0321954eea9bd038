"""Say what no seating can beat: how many pairs can meet at most, how uneven tables must be at least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

from scheduling.planning.seating_problem import SeatingProblem

Sizes = Mapping[int, int]
"""Table number → people at it, in one round."""


@dataclass(frozen=True, slots=True)
class MeetingBound:
    """Hold how many pairs can meet for the first time at most, with these table sizes.

    because: seats (so many pairs of seats, less the repeats that are forced), everybody (every pair that may still
    meet does) or person (the sum over people of whom each can meet). forced: repeats that cannot be avoided, because a
    table has more people than an earlier round had tables, or because a group sits together again.
    """

    pairs: int
    because: str
    forced: int


def even_share(size: int, held: int, people: int) -> tuple[int, int]:
    """Give the even share of a value at a table, rounded down and up: size · held / people."""
    return size * held // people, -(-size * held // people)


def most_new_pairs(problem: SeatingProblem, sizes: Sequence[Sizes]) -> MeetingBound:
    """Bound the pairs who meet for the first time in a plan that keeps the rules, in three ways, and give the least.

    seats: Σ_r Σ_t C(s_rt, 2) − Σ_r f_r, where f_r repeats are forced in round r: s people of a table came from T
    tables of an earlier round, at least Σ C(⌊s/T⌋ or ⌈s/T⌉, 2) pairs of them from the same one; a pair kept together
    repeats in each round but the first, and in the first if they met in an earlier session.
    everybody: C(n, 2) less pairs who have met or are kept apart.
    person: ½ Σ_i min(Σ_r (largest table of r − 1), those whom i has not met and is not kept apart from).
    """
    people = len(problem.participants)
    barred = problem.apart_pairs | problem.met.keys()
    pairs = sum(comb(size, 2) for each in sizes for size in each.values())
    forced = sum(_forced(problem, sizes, number) for number in range(len(sizes)))
    barred_of = Counter(person for pair in barred for person in pair)
    reach = sum(max(each.values()) - 1 for each in sizes)
    by_person = sum(min(reach, people - 1 - barred_of[p.key]) for p in problem.participants) // 2
    bounds = ((comb(people, 2) - len(barred), "everybody"), (pairs - forced, "seats"), (by_person, "person"))
    most, because = min(bounds, key=lambda bound: bound[0])
    return MeetingBound(most, because, forced)


def _forced(problem: SeatingProblem, sizes: Sequence[Sizes], number: int) -> int:
    """Count the repeats forced in a round; none are claimed where a round does not seat everybody."""
    if any(sum(each.values()) < len(problem.participants) for each in sizes[: number + 1]):
        return 0
    repeated = problem.together_pairs if number else problem.together_pairs & problem.met.keys()
    split = (
        sum(_pairs_in_parts(size, len(earlier)) for size in sizes[number].values())
        for earlier in sizes[:number]
    )
    return max(len(repeated), *split, 0)


def _pairs_in_parts(size: int, parts: int) -> int:
    """Count the pairs within parts, where so many people are split as evenly as can be."""
    small, larger = divmod(size, parts)
    return larger * comb(small + 1, 2) + (parts - larger) * comb(small, 2)


def least_imbalance(problem: SeatingProblem, number: int, sizes: Sizes, category: str) -> int:
    """Bound from below how uneven a category is in a round.

    Without rules it is 0: a table of even shares can be rounded so that rows and columns keep their sums. With rules
    a value v needs at least Σ_t max(0, fixed_tv − ⌈e_tv⌉) + Σ_blocks max(0, block_v − max_t ⌈e_tv⌉), and at least
    max over sets of tables that needs ask for (people bound to the set − Σ_t ⌈e_tv⌉).

    Source: M. Bacharach, "Matrix rounding problems", Management Science 12 (1966), doi 10.1287/mnsc.12.9.732.
    """
    held = Counter(person.values.get(category, "") for person in problem.participants)
    people = len(problem.participants)
    total = 0
    for value, many in held.items():
        most = {table: even_share(size, many, people)[1] for table, size in sizes.items()}
        bearers = frozenset(p.key for p in problem.participants if p.values.get(category, "") == value)
        total += max(_bound_by_seats(problem, number, bearers, most), _bound_by_needs(problem, bearers, most))
    return total


def _bound_by_seats(
    problem: SeatingProblem, number: int, bearers: frozenset[int], most: Mapping[int, int]
) -> int:
    fixed: Counter[int] = Counter()
    total = 0
    placed: set[int] = set()
    for block in problem.blocks:
        tables = {problem.fixed[number, person] for person in block if (number, person) in problem.fixed}
        if len(tables) == 1:
            fixed[tables.pop()] += len(block & bearers)
        elif not tables:
            total += max(0, len(block & bearers) - max(most.values()))
        placed |= block
    for (each, person), table in problem.fixed.items():
        if each == number and person in bearers and person not in placed:
            fixed[table] += 1
    return total + sum(max(0, many - most.get(table, 0)) for table, many in fixed.items())


def _bound_by_needs(problem: SeatingProblem, bearers: frozenset[int], most: Mapping[int, int]) -> int:
    worst = 0
    for needs in {problem.person_of[person].needs for person in bearers}:
        if needs:
            bound = sum(needs <= problem.person_of[person].needs for person in bearers)
            room = sum(many for table, many in most.items() if needs <= problem.table_of[table].features)
            worst = max(worst, bound - room)
    return worst
