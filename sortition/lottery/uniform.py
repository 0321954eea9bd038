"""Round a lottery to m equally likely panels, so that a numbered ball can draw one in public."""

from __future__ import annotations

import numpy as np

from sortition.lottery.panel_people import TimedPanels
from sortition.lottery.pool_types import Floats, Integers
from sortition.lottery.watch import Watch

SWAPS = 400
"""Swaps of one panel for another after the first rounding: each lowers the error, and most are made early."""


def uniform_counts(timed: TimedPanels, panels: int, watch: Watch) -> TimedPanels:
    """Choose m panels of counts, with repetition, whose totals come near m x*.

    ⌊m λ⌋ copies of each panel; the rest one by one, each the panel that leaves the least of
    Σ_t (S_t − c_t)² / x*_t, S being what is still owed; then single panels are swapped as long as that helps.

    panels: m.

    Source: the question is that of Flanigan, Kehne, Procaccia, "Fair sortition made transparent", NeurIPS 2021.
    """
    weights = timed.ticks / timed.ticks.sum()
    target = panels * (weights @ timed.counts)
    copies = np.floor(panels * weights + 1e-9).astype(np.int64)
    scale = 1.0 / np.sqrt(np.maximum(target, 1e-9))
    points = timed.counts * scale
    gram = points @ points.T
    owed = (target - copies @ timed.counts) * scale
    pull = points @ owed
    norms = np.diag(gram)
    missing = panels - int(copies.sum())
    for done in range(missing):
        watch.tell("uniform", done, missing)
        best = int(np.argmin(norms - 2.0 * pull))
        copies[best] += 1
        pull = pull - gram[best]
    copies = _swap(copies, gram, pull, watch)
    order = np.flatnonzero(copies)
    return TimedPanels(timed.counts[order], copies[order])


def _swap(copies: Integers, gram: Floats, pull: Floats, watch: Watch) -> Integers:
    """Take one panel out and put another in, the best such pair each time, until no pair lowers the error.

    Error after the swap of i for j: ‖S + c_i − c_j‖² = ‖S‖² + 2 pull_i − 2 pull_j + ‖c_i − c_j‖².
    """
    norms = np.diag(gram)
    for done in range(SWAPS):
        watch.tell("uniform", done, SWAPS)
        held = np.flatnonzero(copies)
        change = (2.0 * pull[held] + norms[held])[:, np.newaxis] + (norms - 2.0 * pull)[np.newaxis, :]
        change -= 2.0 * gram[held]
        best = int(np.argmin(change))
        out, into = int(held[best // len(copies)]), best % len(copies)
        if change.flat[best] > -1e-9:
            break
        copies[out] -= 1
        copies[into] += 1
        pull = pull + gram[out] - gram[into]
    return copies
