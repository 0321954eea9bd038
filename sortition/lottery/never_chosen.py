"""Say why some people can be on no panel at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sortition.lottery.bond_causes import causes_against_fixed
from sortition.lottery.causes import conflict
from sortition.lottery.instance import Instance
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import Row, TypePool
from sortition.lottery.results import Cause, NeverChosen
from sortition.lottery.watch import CancelRequested, Watch

REASONS_SECONDS = 10.0
"""Reasons are sought so long, or until the caller wishes to stop; whoever is left then is named without one."""


def people_never_chosen(
    instance: Instance,
    pool: TypePool,
    types: Sequence[int],
    *,
    watch: Watch,
    seconds: float = REASONS_SECONDS,
) -> tuple[NeverChosen, ...]:
    """Give a reason for everybody of these types who is on no panel; leave out those who are on one after all.

    Counting comes first: a seat for them would be one too many of their value beside the fixed people, or a second
    one of a household, and so on. Where counting shows nothing, the quotas that leave no room are named.
    """
    soon = watch.within(seconds)
    fixed = [person for person in instance.people if person.id in set(instance.fixed)]
    found = []
    for t in types:
        ids = tuple(instance.people[member].id for member in pool.members[t])
        someone = instance.people[pool.members[t][0]]
        causes = causes_against_fixed(instance, [*fixed, someone])
        if causes:
            found.append(NeverChosen(ids, replace(causes[0], code=f"{causes[0].code}_with_them")))
            continue
        cause = _conflict_with(instance, pool, t, soon)
        if cause is not None:
            found.append(NeverChosen(ids, cause))
    return tuple(found)


def _conflict_with(instance: Instance, pool: TypePool, t: int, watch: Watch) -> Cause | None:
    """Name the quotas that leave no room for a type; None where it is on some panel."""
    unknown = Cause("not_examined", {})
    if watch.should_stop():
        return unknown
    wanted = replace(pool, rows=(*pool.rows, Row(("", str(t)), (t,), (1,), 1, np.inf)))
    zeros = np.zeros(pool.count)
    programme = IntegerProgramme(zeros, zeros.astype(np.int64), pool.upper, wanted.rows)
    answer = solve_integer_programme(programme, time_limit=watch.seconds_left, should_stop=watch.should_stop)
    if answer.x is not None:
        return None
    if answer.status != "infeasible":
        return unknown
    try:
        return replace(conflict(instance, wanted, watch), code="no_room_beside_quotas")
    except CancelRequested:
        return unknown
