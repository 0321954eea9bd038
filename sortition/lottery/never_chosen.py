"""Say why some people can be on no panel at all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sortition.lottery.bond_causes import causes_against_fixed
from sortition.lottery.causes import conflict
from sortition.lottery.instance import Instance
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import Row, TypePool
from sortition.lottery.results import Cause, NeverChosen

REASONS_SECONDS = 10.0
"""Reasons are sought so long; whoever is left then is still named, without one."""


def people_never_chosen(
    instance: Instance, pool: TypePool, types: Sequence[int], *, seconds: float = REASONS_SECONDS
) -> tuple[NeverChosen, ...]:
    """Give a reason for everybody of these types who is on no panel; leave out those who are on one after all.

    Counting comes first: a seat for them would be one too many of their value beside the fixed people, or a second
    one of a household, and so on. Where counting shows nothing, the quotas that leave no room are named.
    """
    deadline = time.monotonic() + seconds
    fixed = [person for person in instance.people if person.id in set(instance.fixed)]
    found = []
    for t in types:
        ids = tuple(instance.people[member].id for member in pool.members[t])
        someone = instance.people[pool.members[t][0]]
        causes = causes_against_fixed(instance, [*fixed, someone])
        if causes:
            found.append(NeverChosen(ids, replace(causes[0], code=f"{causes[0].code}_with_them")))
            continue
        left = deadline - time.monotonic()
        if left <= 0:
            found.append(NeverChosen(ids, Cause("not_examined", {})))
            continue
        wanted = replace(pool, rows=(*pool.rows, Row(("", str(t)), (t,), (1,), 1, np.inf)))
        status = _status(wanted, left)
        if status == "unfinished":
            found.append(NeverChosen(ids, Cause("not_examined", {})))
        elif status == "infeasible":
            cause = conflict(instance, wanted, deadline)
            found.append(NeverChosen(ids, replace(cause, code="no_room_beside_quotas")))
    return tuple(found)


def _status(pool: TypePool, seconds: float) -> str:
    zeros = np.zeros(pool.count)
    programme = IntegerProgramme(zeros, zeros.astype(np.int64), pool.upper, pool.rows)
    return solve_integer_programme(programme, time_limit=seconds).status
