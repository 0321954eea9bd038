"""Geometry of the live balance: the quota, those who said yes, and how far that goes if all who are asked say yes.

Pure; on pages lengths are written as percentages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sortition.fairness import CategoryFigures
from sortition.pictures import percent

ENDS = (10, 20, 30, 40, 60, 80, 100)


@dataclass(frozen=True)
class LiveRow:
    """One value: its quota, who said yes (`no`: so many if everybody else says no), and who holds a seat (`yes`)."""

    value: str
    minimum: int
    maximum: int
    no: int
    yes: int
    left: float
    width: float
    at_no: float
    at_yes: float
    target: float | None

    @property
    def awaited(self) -> int:
        """How many have not answered."""
        return self.yes - self.no

    @property
    def short(self) -> int:
        """How many are missing even if everybody says yes."""
        return max(0, self.minimum - self.yes)

    @property
    def over(self) -> int:
        """How many are too many if everybody says yes."""
        return max(0, self.yes - self.maximum)

    @property
    def needed(self) -> int:
        """How many of those who have not answered must say yes."""
        return 0 if self.short else max(0, self.minimum - self.no)

    @property
    def quota_x(self) -> str:
        """Where the quota's band begins."""
        return percent(self.left)

    @property
    def quota_width(self) -> str:
        """How wide it is; a quota of one number stays visible."""
        return percent(max(self.width, 0.008))

    @property
    def no_x(self) -> str:
        """Where the slot of those who said yes stands."""
        return percent(self.at_no)

    @property
    def yes_x(self) -> str:
        """Where the outlined slot of everybody with a seat stands."""
        return percent(self.at_yes)

    @property
    def target_x(self) -> str:
        """Where the target's line stands."""
        return percent(self.target or 0.0)


@dataclass(frozen=True)
class LiveTable:
    """A category's rows on one scale; `end` is the scale's last label in per cent of the seats."""

    category: str
    end: int
    rows: tuple[LiveRow, ...]

    @property
    def middle(self) -> int:
        """The label in the middle of the scale."""
        return self.end // 2


def live_tables(
    said_yes: Iterable[CategoryFigures], held: Iterable[CategoryFigures], *, seats: int
) -> tuple[LiveTable, ...]:
    """Place every value of both counts on one scale per category, beginning at 0."""
    return tuple(_table(no, yes, seats) for no, yes in zip(said_yes, held, strict=True))


def _table(no: CategoryFigures, yes: CategoryFigures, seats: int) -> LiveTable:
    shares: Sequence[float] = [
        max(v.maximum / seats, v.panel / seats, (v.share or 0.0) / 100) for v in yes.values
    ]
    # Seats beyond the whole panel are a quota without a limit: the scale ends at 100 %.
    most = min(1.0, max(shares))
    end = next(step for step in ENDS if step >= round(100 * most, 6))

    def place(fraction: float) -> float:
        return min(1.0, max(0.0, fraction / (end / 100)))

    rows = []
    for less, more in zip(no.values, yes.values, strict=True):
        left = place(more.minimum / seats)
        rows.append(
            LiveRow(
                more.value,
                more.minimum,
                more.maximum,
                less.panel,
                more.panel,
                left,
                place(more.maximum / seats) - left,
                place(less.panel / seats),
                place(more.panel / seats),
                None if more.share is None else place(more.share / 100),
            )
        )
    return LiveTable(yes.category, end, tuple(rows))
