"""Draw some panel at random, with no claim about anybody's chance: for comparison with fair lotteries."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np

from sortition.lottery.certificate import check_certificate
from sortition.lottery.errors import QuotasInfeasible
from sortition.lottery.feasibility import check_feasibility
from sortition.lottery.instance import Instance
from sortition.lottery.integer_programmes import IntegerProgramme, solve_integer_programme
from sortition.lottery.pool_types import build_type_pool
from sortition.lottery.results import Certificate, Objective, Selection
from sortition.lottery.watch import CancelRequested, OutOfTime, Watch


def select_plain(instance: Instance, seed: int, settings: dict[str, Any], watch: Watch) -> Selection:
    """Give everybody a number between 0 and 1 at random, and seat the panel with the largest sum.

    Some people's chances may be very small under this rule, and nobody knows them: the answer has a panel, and
    neither chances nor a lottery. Past the time limit it is the best panel so far.

    Raises:
        QuotasInfeasible: if there is no panel.
        Stopped: if the caller asked to stop, or the time limit passed before a panel was found.
    """
    chance = random.Random(seed)
    numbers = [chance.random() for _ in instance.people]
    watch.tell("panels", 0, 1)
    # Weights that are all different make each person a type of their own.
    apart = [replace(person, weight=1.0 + place) for place, person in enumerate(instance.people)]
    pool = build_type_pool(replace(instance, people=tuple(apart)))
    costs = np.array([-numbers[members[0]] for members in pool.members])
    programme = IntegerProgramme(costs, np.zeros(pool.count, dtype=np.int64), pool.upper, pool.rows)
    answer = solve_integer_programme(programme, time_limit=watch.seconds_left, should_stop=watch.should_stop)
    if answer.status == "infeasible":
        raise QuotasInfeasible(
            check_feasibility(instance, time_limit=watch.seconds_left, should_stop=watch.is_cancelled)
        )
    is_stopped = answer.status != "optimal"
    if watch.is_cancelled():
        raise CancelRequested
    if answer.x is None:
        raise OutOfTime
    seated = sorted(pool.members[t][0] for t in np.flatnonzero(answer.x))
    panel = tuple(instance.people[place].id for place in seated)
    claim = Certificate(str(Objective.RANDOM), "not claimed", None, None)
    unchecked = Selection(panel, {}, (), None, claim, settings | {"is_stopped": is_stopped}, {})
    certificate = check_certificate(instance, unchecked)
    return replace(unchecked, certificate=certificate, timings=watch.timings())
