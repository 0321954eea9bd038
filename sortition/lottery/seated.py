"""Find out which types can be on a panel at all, with a panel or a proof for each."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from sortition.lottery.draft import Draft
from sortition.lottery.objective_proofs import WHOLE_SEAT
from sortition.lottery.pool_types import TypePool, row_weights_by_name
from sortition.lottery.pricing import Pricing
from sortition.lottery.relaxation import NO_DUAL
from sortition.lottery.results import LevelProof, ProofKind
from sortition.lottery.watch import Watch


def who_can_sit(
    pool: TypePool, draft: Draft, watch: Watch, chance: random.Random
) -> tuple[TypePool, tuple[LevelProof, ...]]:
    """Add panels to the draft until every type is on one, or is proven to be on none.

    Returns:
        the pool with no seat for the types on no panel, and the proofs.

    Raises:
        Stopped: in time limit or cancellation.
    """
    pricing = Pricing(pool, draft, watch, chance)
    proofs = []
    for t in range(pool.count):
        if draft.counts()[:, t].any():
            continue
        watch.tell("panels", t, pool.count, panels=len(draft))
        alone = np.zeros(pool.count)
        alone[t] = 1.0
        found = pricing.improve(alone, 0.0, worthwhile=WHOLE_SEAT)
        if found is None:
            continue
        bound, row_weights = found
        proofs.append(
            LevelProof(
                value=0.0,
                bound=bound,
                fixed=(t,),
                type_weights={t: 1.0},
                row_weights={} if row_weights is None else row_weights_by_name(pool, row_weights, NO_DUAL),
                integer_bound=bound if row_weights is None else None,
                kind=ProofKind.NEVER,
            )
        )
    never = [t for proof in proofs for t in proof.fixed]
    upper = pool.upper.copy()
    upper[never] = 0
    return replace(pool, upper=upper), tuple(proofs)
