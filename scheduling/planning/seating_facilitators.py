"""Send facilitators round so that each participant sits with as many different ones as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from scheduling.planning.seating_problem import Plan, RoundPlan, SeatingProblem, sitting_at

SWEEPS = 10
"""Times that all rounds are gone through at most; each one can only better the whole."""
NO_TABLE = 100_000
"""Cost of a table without a facilitator who could be there."""


def rotate_facilitators(problem: SeatingProblem, plan: Plan) -> tuple[Mapping[int, int], ...]:
    """Give each table of each round a facilitator, as far as there are any: table → facilitator.

    Round after round the cheapest assignment is found, where a facilitator at a table costs one for each time that
    one of its people sits with them elsewhere, in another round or an earlier session; until no round changes the sum.
    """
    found: list[dict[int, int]] = [{} for _ in plan]
    best: tuple[Mapping[int, int], ...] = ()
    fewest = None
    for _ in range(SWEEPS):
        for number, seats in enumerate(plan):
            found[number] = {}
            found[number] = _assign(problem, number, sitting_at(seats), times_with(problem, plan, found))
        repeats = facilitator_repeats(problem, plan, found)
        if fewest is not None and repeats >= fewest:
            break
        best, fewest = tuple(found), repeats
    return best


def stand_ins(
    problem: SeatingProblem,
    plan: Plan,
    hosts: Sequence[Mapping[int, int]],
    *,
    absent: Mapping[int, Collection[int]],
    first: int,
) -> tuple[Mapping[int, int], ...]:
    """Give the tables of absent facilitators, from round `first` on, to those who have none in that round.

    absent: facilitator → the rounds in which they are not there.

    Nobody else changes tables. Among those who are free, whoever has sat least with a table's people comes first; where
    too few are free, tables stay without, the last ones by number where nothing else decides.
    """
    found = [dict(each) for each in hosts]
    for number in range(first, len(found)):
        found[number] = {
            table: person for table, person in found[number].items() if number not in absent.get(person, ())
        }
        taken = set(found[number].values())
        lost = sorted(hosts[number].keys() - found[number].keys())
        free = [
            each.key
            for each in problem.facilitators
            if number not in each.away and number not in absent.get(each.key, ()) and each.key not in taken
        ]
        times = times_with(problem, plan, found)
        sitting = sitting_at(plan[number])
        costs = [
            [sum(times[key, person] for person in sitting.get(table, ())) for key in free]
            + [NO_TABLE] * max(0, len(lost) - len(free))
            for table in lost
        ]
        for table, column in zip(lost, cheapest_assignment(costs), strict=True):
            if column < len(free):
                found[number][table] = free[column]
    return tuple(found)


def times_with(
    problem: SeatingProblem, plan: Sequence[RoundPlan], hosts: Sequence[Mapping[int, int]]
) -> Counter[tuple[int, int]]:
    """Count how often each (facilitator, participant) sit together, earlier sessions counted in."""
    times = Counter(
        {(each.key, person): many for each in problem.facilitators for person, many in each.met.items()}
    )
    for seats, host in zip(plan, hosts, strict=True):
        times.update((host[table], person) for person, table in seats.items() if table in host)
    return times


def facilitator_repeats(
    problem: SeatingProblem, plan: Sequence[RoundPlan], hosts: Sequence[Mapping[int, int]]
) -> int:
    """Count how often somebody sits with a facilitator they have sat with before."""
    before = times_with(problem, (), ())
    after = times_with(problem, plan, hosts)
    return sum(
        many - before[pair] - (not before[pair]) for pair, many in after.items() if many > before[pair]
    )


def _assign(
    problem: SeatingProblem, number: int, tables: Mapping[int, list[int]], times: Counter[tuple[int, int]]
) -> dict[int, int]:
    there = [each.key for each in problem.facilitators if number not in each.away]
    order = sorted(tables)
    costs = [
        [sum(times[key, person] for person in tables[table]) for key in there]
        + [NO_TABLE] * max(0, len(order) - len(there))
        for table in order
    ]
    chosen = cheapest_assignment(costs)
    return {table: there[column] for table, column in zip(order, chosen, strict=True) if column < len(there)}


def cheapest_assignment(costs: Sequence[Sequence[int]]) -> list[int]:
    """Give each row a column of its own at the least sum; there are at least as many columns as rows.

    Rows are added one after another along a shortest augmenting path under the prices of rows and columns (u, v).

    Source: H. W. Kuhn, "The Hungarian method", 1955, doi 10.1002/nav.3800020109, in the O(n³) form of J. Munkres.
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    row_price, column_price = [0] * rows, [0] * columns
    holder = [-1] * columns
    for row in range(rows):
        distance: list[float] = [float("inf")] * columns
        came_from = [-1] * columns
        done: set[int] = set()
        at, column = row, -1
        while at >= 0:
            for other in range(columns):
                if other not in done:
                    reach = costs[at][other] - row_price[at] - column_price[other]
                    reach += int(distance[column]) if column >= 0 else 0
                    if reach < distance[other]:
                        distance[other], came_from[other] = reach, column
            column = min((c for c in range(columns) if c not in done), key=lambda c: (distance[c], c))
            done.add(column)
            at = holder[column]
        length = distance[column]
        for other in done - {column}:
            shift = int(length - distance[other])
            column_price[other] -= shift
            row_price[holder[other]] += shift
        row_price[row] += int(length)
        while column >= 0:
            before = came_from[column]
            holder[column] = holder[before] if before >= 0 else row
            column = before
    chosen = [-1] * rows
    for column, row in enumerate(holder):
        if row >= 0:
            chosen[row] = column
    return chosen
