"""Name the rules that cannot be kept, whatever the seating, and take them out if the caller wishes to go on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from scheduling.planning.seating_problem import Param, Participant, SeatingProblem
from scheduling.planning.seating_start import place_bound, tables_for


@dataclass(frozen=True, slots=True)
class Impossible:
    """Name a rule that no seating keeps; `params` holds the keys and figures that a sentence needs.

    Codes: more_people_than_seats (people, seats), need_at_no_table (participant, needs),
    too_few_seats_with_features (people, needs, seats), fixed_at_unknown_table, fixed_in_unknown_round,
    fixed_against_needs (round, participant, table), fixed_over_capacity (round, table, fixed, capacity),
    fixed_beside_apart (round, table, participants), fixed_splits_group (round, participants),
    together_and_apart (participants), group_larger_than_tables (participants, capacity), group_at_no_table
    (participants), apart_more_than_tables (participants, tables), minimums_above_people (people, minimum),
    rules_contradict (round): each rule can be kept, but not all at once.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict)


Found = tuple[Impossible, SeatingProblem]


@dataclass(frozen=True, slots=True)
class Examined:
    """Hold what is impossible, and the problem without it."""

    impossible: tuple[Impossible, ...]
    problem: SeatingProblem


def examine(problem: SeatingProblem) -> Examined:
    """Find what is impossible; take it out, one after another, and look again at what is left.

    Of contradicting rules the weaker gives way: a fixed seat to needs, to groups and to capacity; a group kept apart
    to one kept together. Where there are too few seats, every table gets as many more as are missing. Rules that
    contradict each other only jointly stay in: as many as possible will be kept, the broken ones are measured.
    """
    named: list[Impossible] = []
    for check in CHECKS:
        while (found := next(check(problem), None)) is not None:
            named.append(found[0])
            problem = found[1]
    named += _joint_contradictions(problem)
    return Examined(tuple(named), problem)


def _unknown_fixed(problem: SeatingProblem) -> Iterator[Found]:
    for (number, person), table in sorted(problem.fixed.items()):
        where: dict[str, Param] = {"round": number, "participant": person, "table": table}
        if table not in problem.table_of:
            yield Impossible("fixed_at_unknown_table", where), _unfixed(problem, number, (person,))
        if not 0 <= number < problem.rounds:
            yield Impossible("fixed_in_unknown_round", where), _unfixed(problem, number, (person,))


def _needs(problem: SeatingProblem) -> Iterator[Found]:
    for person in problem.participants:
        if not any(problem.suits(person.key, table.number) for table in problem.tables):
            params: dict[str, Param] = {"participant": person.key, "needs": tuple(sorted(person.needs))}
            yield Impossible("need_at_no_table", params), _without_needs(problem, person)


def _seats(problem: SeatingProblem) -> Iterator[Found]:
    people, seats = len(problem.participants), sum(table.capacity for table in problem.tables)
    if people > seats:
        more = -(-(people - seats) // len(problem.tables))
        tables = tuple(replace(table, capacity=table.capacity + more) for table in problem.tables)
        params: dict[str, Param] = {"people": people, "seats": seats}
        yield Impossible("more_people_than_seats", params), replace(problem, tables=tables)


def _seats_with_features(problem: SeatingProblem) -> Iterator[Found]:
    for needs in sorted({person.needs for person in problem.participants if person.needs}, key=sorted):
        suited = {table.number for table in problem.tables if needs <= table.features}
        bound = [p for p in problem.participants if _tables_of(problem, p) <= suited]
        seats = sum(problem.table_of[number].capacity for number in suited)
        if len(bound) > seats:
            params: dict[str, Param] = {"people": len(bound), "needs": tuple(sorted(needs)), "seats": seats}
            changed = problem
            for person in sorted(bound, key=lambda each: each.key)[seats:]:
                changed = _without_needs(changed, person)
            yield Impossible("too_few_seats_with_features", params), changed


def _tables_of(problem: SeatingProblem, person: Participant) -> frozenset[int]:
    return frozenset(table.number for table in problem.tables if person.needs <= table.features)


def _fixed_against_needs(problem: SeatingProblem) -> Iterator[Found]:
    for (number, person), table in sorted(problem.fixed.items()):
        if not problem.suits(person, table):
            where: dict[str, Param] = {"round": number, "participant": person, "table": table}
            yield Impossible("fixed_against_needs", where), _unfixed(problem, number, (person,))


def _fixed_over_capacity(problem: SeatingProblem) -> Iterator[Found]:
    held = Counter((number, table) for (number, _), table in problem.fixed.items())
    for (number, table), fixed in sorted(held.items()):
        capacity = problem.table_of[table].capacity
        if fixed > capacity:
            where: dict[str, Param] = {"round": number, "table": table, "fixed": fixed, "capacity": capacity}
            people = _fixed_at(problem, number, table)
            yield Impossible("fixed_over_capacity", where), _unfixed(problem, number, people[capacity:])


def _together_and_apart(problem: SeatingProblem) -> Iterator[Found]:
    for group in problem.apart:
        for block in problem.blocks:
            if len(group & block) > 1:
                params: dict[str, Param] = {"participants": tuple(sorted(group & block))}
                apart = tuple(other for other in problem.apart if other != group)
                yield Impossible("together_and_apart", params), replace(problem, apart=apart)


def _groups(problem: SeatingProblem) -> Iterator[Found]:
    largest = max(table.capacity for table in problem.tables)
    for block in problem.blocks:
        params: dict[str, Param] = {"participants": tuple(sorted(block))}
        loose = replace(problem, together=tuple(group for group in problem.together if not group <= block))
        if len(block) > largest:
            yield Impossible("group_larger_than_tables", params | {"capacity": largest}), loose
        elif not tables_for(replace(problem, fixed={}), 0, tuple(sorted(block))):
            yield Impossible("group_at_no_table", params), loose


def _apart_groups(problem: SeatingProblem) -> Iterator[Found]:
    for group in problem.apart:
        if len(group) > len(problem.tables):
            params: dict[str, Param] = {"participants": tuple(sorted(group)), "tables": len(problem.tables)}
            apart = tuple(other for other in problem.apart if other != group)
            yield Impossible("apart_more_than_tables", params), replace(problem, apart=apart)


def _fixed_splits_group(problem: SeatingProblem) -> Iterator[Found]:
    for number in range(problem.rounds):
        for block in problem.blocks:
            fixed = tuple(sorted(person for person in block if (number, person) in problem.fixed))
            if fixed and not tables_for(problem, number, tuple(sorted(block))):
                params: dict[str, Param] = {"round": number, "participants": fixed}
                yield Impossible("fixed_splits_group", params), _unfixed(problem, number, fixed)


def _fixed_beside_apart(problem: SeatingProblem) -> Iterator[Found]:
    for number, table in sorted({(place[0], table) for place, table in problem.fixed.items()}):
        people = _fixed_at(problem, number, table)
        for group in problem.apart:
            both = tuple(person for person in people if person in group)
            if len(both) > 1:
                where: dict[str, Param] = {"round": number, "table": table, "participants": both}
                yield Impossible("fixed_beside_apart", where), _unfixed(problem, number, both[1:])


def _minimums(problem: SeatingProblem) -> Iterator[Found]:
    """Some tables may stay empty; what must not be is that no choice of tables fits so many people."""
    people = len(problem.participants)
    reachable = {(0, 0)}
    for table in problem.tables:
        reachable |= {
            (low + table.minimum, most + table.capacity)
            for low, most in reachable
            if low + table.minimum <= people
        }
    if not any(low <= people <= most for low, most in reachable):
        lowest = min(table.minimum for table in problem.tables)
        tables = tuple(replace(table, minimum=0) for table in problem.tables)
        params: dict[str, Param] = {"people": people, "minimum": lowest}
        yield Impossible("minimums_above_people", params), replace(problem, tables=tables)


def _joint_contradictions(problem: SeatingProblem) -> Iterator[Impossible]:
    """Search each round completely, where that is short; rounds without fixed seats are alike."""
    seen: dict[frozenset[tuple[int, int]], bool] = {}
    for number in range(problem.rounds):
        fixed = frozenset(
            (person, table) for (each, person), table in problem.fixed.items() if each == number
        )
        if fixed not in seen:
            start = place_bound(problem, number, random.Random(problem.seed))
            seen[fixed] = start.seats is None and start.is_proven
        if seen[fixed]:
            yield Impossible("rules_contradict", {"round": number})


CHECKS: tuple[Callable[[SeatingProblem], Iterator[Found]], ...] = (
    _unknown_fixed,
    _seats,
    _needs,
    _seats_with_features,
    _fixed_against_needs,
    _fixed_over_capacity,
    _together_and_apart,
    _groups,
    _apart_groups,
    _fixed_splits_group,
    _fixed_beside_apart,
    _minimums,
)


def _fixed_at(problem: SeatingProblem, number: int, table: int) -> tuple[int, ...]:
    return tuple(sorted(p for (each, p), t in problem.fixed.items() if (each, t) == (number, table)))


def _unfixed(problem: SeatingProblem, number: int, people: tuple[int, ...]) -> SeatingProblem:
    gone = {(number, person) for person in people}
    return replace(problem, fixed={place: t for place, t in problem.fixed.items() if place not in gone})


def _without_needs(problem: SeatingProblem, person: Participant) -> SeatingProblem:
    free = replace(person, needs=frozenset())
    people = tuple(free if each.key == person.key else each for each in problem.participants)
    return replace(problem, participants=people)
