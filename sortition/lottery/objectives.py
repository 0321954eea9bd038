"""Choose the way to a lottery by its objective: first over the relaxation, then over panels."""

from __future__ import annotations

import random

from sortition.lottery.column_generation import leximin_by_columns
from sortition.lottery.draft import Draft
from sortition.lottery.goldilocks import goldilocks_by_columns, goldilocks_of_relaxation
from sortition.lottery.nash_panels import nash_by_columns
from sortition.lottery.nash_relaxation import nash_of_relaxation
from sortition.lottery.pool_types import TypePool
from sortition.lottery.relaxation import RelaxedPoint, leximin_of_relaxation, maximin_of_relaxation
from sortition.lottery.results import LevelProof, Objective
from sortition.lottery.watch import Watch


def best_of_relaxation(pool: TypePool, objective: Objective, gamma: float, watch: Watch) -> RelaxedPoint:
    """Give the point of R that is best by the objective, and the proof that no lottery betters it.

    Raises:
        RelaxationFailed: if R is empty, or the solver gave up.
    """
    if objective is Objective.MAXIMIN:
        return maximin_of_relaxation(pool, watch)
    if objective is Objective.NASH:
        return nash_of_relaxation(pool, watch)
    if objective is Objective.GOLDILOCKS:
        return goldilocks_of_relaxation(pool, gamma, watch)
    return leximin_of_relaxation(pool, watch)


def best_by_columns(
    pool: TypePool, objective: Objective, gamma: float, *, draft: Draft, watch: Watch, chance: random.Random
) -> tuple[LevelProof, ...]:
    """Compute the lottery over panels themselves; its weights end up in the draft, and its proofs come back.

    Raises:
        Stopped: in time limit or cancellation; the draft then holds the best lottery so far.
    """
    if objective is Objective.NASH:
        return nash_by_columns(pool, draft, watch, chance)
    if objective is Objective.GOLDILOCKS:
        return goldilocks_by_columns(pool, gamma, draft, watch, chance)
    return leximin_by_columns(pool, draft, watch, chance, only_lowest=objective is Objective.MAXIMIN)
