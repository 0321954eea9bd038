"""Collect the columns and rows of a placement's programme."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from scheduling.planning.integer_programmes import MixedProgramme, Row


class Builder:
    """Begin with one whole column per option; further columns are continuous."""

    def __init__(self, options: int) -> None:
        self._upper = [1.0] * options
        self._whole = [True] * options
        self.rows: list[Row] = []

    @property
    def count(self) -> int:
        """Say how many columns there are."""
        return len(self._upper)

    def column(self, upper: float = 1.0) -> int:
        """Add a continuous column and give its number."""
        self._upper.append(upper)
        self._whole.append(False)
        return len(self._upper) - 1

    def at_most_one(self, columns: Sequence[int]) -> None:
        """Let at most one of these be taken."""
        if len(columns) > 1:
            self.rows.append(Row(columns, (1.0,) * len(columns), -math.inf, 1.0))

    def programme(self, costs: Mapping[int, int], extra: Iterable[Row] = ()) -> MixedProgramme:
        """Give the programme with costs by column and, for this once, further rows."""
        every = [costs.get(number, 0) for number in range(self.count)]
        return MixedProgramme(every, self._upper, self._whole, [*self.rows, *extra])
