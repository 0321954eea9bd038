"""Keep the panels found so far and their weights: what a stopped computation can still answer with."""

from __future__ import annotations

import numpy as np

from sortition.lottery.panel_people import TimedPanels
from sortition.lottery.pool_types import Floats, Integers

TICKS = 2**50
"""A lottery's whole probability in ticks: finer than a double's rounding of any chance."""


class Draft:
    """Collect distinct panels of counts; `weights`, once known, belongs to the first panels collected."""

    def __init__(self) -> None:
        self._panels: dict[bytes, Integers] = {}
        self.weights: Floats | None = None

    def __len__(self) -> int:
        return len(self._panels)

    def add(self, counts: Integers) -> bool:
        """Keep a panel; say whether it is new."""
        before = len(self._panels)
        self._panels.setdefault(counts.tobytes(), counts)
        return len(self._panels) > before

    def counts(self) -> Integers:
        """Give the panels in the order of finding, shape (panels, T)."""
        return np.array(list(self._panels.values()), dtype=np.int64)

    def timed(self) -> TimedPanels:
        """Give the lottery so far in whole ticks; panels without weights yet count the same each.

        Panels are put in the order of their counts, so that the same lottery gives the same people however its
        panels were found.
        """
        counts = self.counts()
        weights = np.full(len(counts), 1.0 / len(counts))
        if self.weights is not None:
            counts, weights = counts[: len(self.weights)], self.weights
        ticks = np.rint(weights * TICKS).astype(np.int64)
        kept = np.flatnonzero(ticks > TICKS * 1e-13)
        counts, ticks = counts[kept], ticks[kept]
        order = np.lexsort(counts.T[::-1])[::-1]
        return TimedPanels(counts[order], ticks[order])
