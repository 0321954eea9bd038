"""Say which bounds may give way, at what cost, and put what a programme gave way into changes for people."""

from __future__ import annotations

from dataclasses import dataclass

from sortition.lottery.instance import Instance
from sortition.lottery.pool_types import Integers, RowKind, TypePool
from sortition.lottery.results import (
    Bond,
    BondRelease,
    CapChange,
    Change,
    QuotaChange,
    Repair,
    SeatsChange,
)

RELEASE_COST = 4.0
"""What it costs to take one person's fixed seat back, or to give up that people sit together or apart: more than any
seat of a quota (at most 3), since somebody was promised it."""


@dataclass(frozen=True)
class Elastic:
    """Hold one bound that may give way: its row in the pool, the most it may give, and what each step costs.

    sign: +1 for an upper side, −1 for a lower one.
    """

    row: int
    sign: int
    room: int
    cost: float


def elastic_bounds(instance: Instance, pool: TypePool, *, may_release: bool = True) -> tuple[Elastic, ...]:
    """List the bounds that may give way.

    A quota's minimum costs 1 + 2/minimum per seat, its maximum 1, each within the flexible bounds; a cap 1 per seat
    and group; a fixed seat (unless it may not be taken back), or a bond, RELEASE_COST.
    """
    most = len(instance.people)
    found = []
    for number, quota in enumerate(instance.quotas, start=1):
        down = quota.minimum - (quota.minimum_flex if quota.minimum_flex is not None else 0)
        highest = quota.maximum_flex if quota.maximum_flex is not None else max(most, quota.maximum)
        if down > 0:
            found.append(Elastic(number, -1, down, 1.0 + 2.0 / quota.minimum))
        if highest > quota.maximum:
            found.append(Elastic(number, +1, highest - quota.maximum, 1.0))
    for number, row in enumerate(pool.rows):
        if row.kind is RowKind.FIXED and may_release:
            found.append(Elastic(number, -1, len(instance.fixed), RELEASE_COST))
        elif row.kind is RowKind.TOGETHER:
            found += [Elastic(number, sign, 1, RELEASE_COST) for sign in (-1, +1)]
        elif row.kind is RowKind.APART:
            found.append(Elastic(number, +1, len(row.columns) - 1, RELEASE_COST))
        elif row.kind is RowKind.CAP:
            members = int(pool.sizes[list(row.columns)].sum())
            found.append(Elastic(number, +1, members - int(row.upper), 1.0))
    return tuple(found)


def repair_of(
    instance: Instance, pool: TypePool, bounds: tuple[Elastic, ...], x: Integers | None, seats: int
) -> Repair:
    """Put the solution of an elastic programme into changes.

    x: the counts, then how far each bound gave way; None if only the seats change.
    """
    changes: list[Change] = []
    cost = 0.0
    if seats != instance.seats:
        changes.append(SeatsChange(instance.seats, seats))
        cost += abs(seats - instance.seats)
    given = [] if x is None else x[pool.count : pool.count + len(bounds)].tolist()
    used = [(bound, amount) for bound, amount in zip(bounds, given, strict=bool(given)) if amount]
    for bound, amount in used:
        cost += bound.cost * amount
        if pool.rows[bound.row].kind is RowKind.QUOTA:
            quota = instance.quotas[bound.row - 1]
            which, before = ("maximum", quota.maximum) if bound.sign > 0 else ("minimum", quota.minimum)
            after = before + bound.sign * amount
            changes.append(QuotaChange(quota.category, quota.value, which, before, after))
    if x is not None:
        changes += _releases(instance, pool, used, x)
    return Repair(tuple(changes), cost)


def _releases(
    instance: Instance, pool: TypePool, used: list[tuple[Elastic, int]], x: Integers
) -> list[Change]:
    ids = [person.id for person in instance.people]
    group_of_pair = [number for number, group in enumerate(instance.together) for _ in group[1:]]
    groups: dict[tuple[Bond, tuple[str, ...]], None] = {}
    extra: dict[str, int] = {}
    for bound, amount in used:
        row = pool.rows[bound.row]
        if row.kind is RowKind.FIXED:
            # Of fixed people who are alike it is the last of the pool who gives way: some choice must be named.
            short = [person for t in row.columns for person in pool.members[t][int(x[t]) :]]
            groups[Bond.FIXED, tuple(ids[person] for person in sorted(short))] = None
        elif row.kind is RowKind.TOGETHER:
            groups[Bond.TOGETHER, instance.together[group_of_pair[int(row.name[1])]]] = None
        elif row.kind is RowKind.APART:
            groups[Bond.APART, instance.apart[int(row.name[1])]] = None
        elif row.kind is RowKind.CAP:
            extra[row.name[0]] = max(extra.get(row.name[0], 0), amount)
    caps = {cap.column: cap.maximum for cap in instance.caps}
    raised = [CapChange(column, caps[column], caps[column] + more) for column, more in sorted(extra.items())]
    return [*(BondRelease(bond, named) for bond, named in groups), *raised]
