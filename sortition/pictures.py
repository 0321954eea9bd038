"""Geometry of pictures of lottery and panel: fractions of a width, so that pages and PDF draw the same.

Pure. On pages lengths are written as percentages ("38.00%"), never through the reader's number format.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sortition.fairness import CategoryFigures, Spread, ValueFigures

BARS_HEIGHT = 158.0
BARS_FOOT = 196.0


def percent(fraction: float) -> str:
    """Write a fraction as an SVG percentage."""
    return f"{100 * fraction:.2f}%"


def pixels(length: float) -> str:
    """Write a length in pixels."""
    return f"{length:.1f}"


@dataclass(frozen=True)
class Band:
    """One value's picture: quota from `left` over `width`; pool, target and panel at fractions of the scale.

    pool and panel are None where they are not shown, target where no share is known.
    """

    left: float
    width: float
    pool: float | None
    target: float | None
    panel: float | None

    @property
    def quota_x(self) -> str:
        """Where the quota's band begins."""
        return percent(self.left)

    @property
    def quota_width(self) -> str:
        """How wide the band is; a quota of one number stays visible."""
        return percent(max(self.width, 0.008))

    @property
    def pool_width(self) -> str:
        """How long the pool's bar is."""
        return percent(self.pool or 0.0)

    @property
    def target_x(self) -> str:
        """Where the target's line stands."""
        return percent(self.target or 0.0)

    @property
    def panel_x(self) -> str:
        """Where the panel's slot stands."""
        return percent(self.panel or 0.0)


@dataclass(frozen=True)
class BandRow:
    """A value's figures with its picture."""

    figures: ValueFigures
    band: Band


@dataclass(frozen=True)
class BandTable:
    """A category's rows on one scale; `end` is the scale's last label in per cent of the seats."""

    category: str
    end: int
    rows: tuple[BandRow, ...]

    @property
    def middle(self) -> int:
        """The label in the middle of the scale."""
        return self.end // 2


def band_tables(categories: Iterable[CategoryFigures], *, people: int, seats: int) -> tuple[BandTable, ...]:
    """Place quota, pool, target and panel of every value on one scale per category, beginning at 0."""
    return tuple(_band_table(category, people, seats) for category in categories)


def _band_table(category: CategoryFigures, people: int, seats: int) -> BandTable:
    def parts(v: ValueFigures) -> tuple[float, float, float, float]:
        share = (v.share or 0.0) / 100
        return v.maximum / seats, v.pool / people if people else 0.0, share, v.panel / seats

    # Seats beyond the whole panel are a quota without a limit: the scale ends at 100 %.
    most = min(1.0, max(max(parts(v)) for v in category.values))
    end = next(step for step in (10, 20, 30, 40, 60, 80, 100) if step >= round(100 * most, 6))
    rows = tuple(BandRow(v, _band(v, people, seats, end / 100)) for v in category.values)
    return BandTable(category.category, end, rows)


def _band(v: ValueFigures, people: int, seats: int, scale: float) -> Band:
    def place(fraction: float) -> float:
        return min(1.0, max(0.0, fraction / scale))

    left = place(v.minimum / seats)
    return Band(
        left=left,
        width=place(v.maximum / seats) - left,
        pool=place(v.pool / people) if people else 0.0,
        target=None if v.share is None else place(v.share / 100),
        panel=place(v.panel / seats),
    )


@dataclass(frozen=True)
class Bar:
    """One bar of the histogram: how many people have a chance from `low` to `high`."""

    low: float
    high: float
    people: int
    x: str
    width: str
    middle: str
    y: str
    height: str
    label_y: str


@dataclass(frozen=True)
class Line:
    """A line with its label: along x a fraction, along y pixels."""

    value: float
    at: str
    label_at: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Histogram:
    """Bars of chances from 0 to the highest, with ticks below, grid lines and the equal share."""

    bars: tuple[Bar, ...]
    ticks: tuple[Line, ...]
    grid: tuple[Line, ...]
    equal: Line


def histogram(chances: Sequence[float], spread: Spread, *, bars: int = 20) -> Histogram:
    """Sort chances into equal steps from 0 to the highest (the last step includes it)."""
    top = max(spread.highest, spread.equal_share, 1e-9)
    counts = [0] * bars
    for chance in chances:
        counts[min(bars - 1, int(chance / top * bars + 1e-9))] += 1
    most = max(counts)
    marks = sorted({spread.lowest, top / 2, top})
    # A label needs about a sixth of the width beside its neighbour.
    ticks = [
        mark
        for i, mark in enumerate(marks)
        if mark > 0 and (i + 1 == len(marks) or marks[i + 1] - mark > top / 6)
    ]
    step = _round_step(most)
    return Histogram(
        bars=tuple(_bar(i, count, most, top, bars) for i, count in enumerate(counts)),
        ticks=tuple(
            Line(tick, percent(tick / top), anchor="end" if tick == top else "middle") for tick in ticks
        ),
        grid=tuple(
            Line(level, pixels(_height(level, most)), pixels(_height(level, most) - 4))
            for level in range(step, most + 1, step)
        ),
        equal=Line(
            spread.equal_share,
            percent(spread.equal_share / top),
            anchor="end" if spread.equal_share > 0.6 * top else "start",
        ),
    )


def _height(people: int, most: int) -> float:
    return BARS_FOOT - BARS_HEIGHT * people / most


def _round_step(most: int) -> int:
    """Choose a round distance of at most two or three grid lines."""
    rough = max(1.0, most / 2.5)
    size = 10 ** math.floor(math.log10(rough))
    return int(max(1, next(size * f for f in (1, 2, 5, 10) if size * f >= rough)))


def _bar(i: int, count: int, most: int, top: float, bars: int) -> Bar:
    # A single person among thousands still shows.
    height = max(2.0, BARS_HEIGHT * count / most) if count else 0.0
    return Bar(
        low=top * i / bars,
        high=top * (i + 1) / bars,
        people=count,
        x=percent((i + 0.06) / bars),
        width=percent(0.88 / bars),
        middle=percent((i + 0.5) / bars),
        y=pixels(BARS_FOOT - height),
        height=pixels(height),
        label_y=pixels(BARS_FOOT - height - 5),
    )


@dataclass(frozen=True)
class Range:
    """Lowest to highest on a logarithmic scale, with the middle's slot and the equal share's line."""

    start: str
    end: str
    slot: str
    equal: str


class LogScale:
    """Place chances between 1 in `one_in` and certain, logarithmically; smaller ones stand at the start."""

    def __init__(self, smallest: float) -> None:
        self.decades = max(2, math.ceil(-math.log10(max(smallest, 1e-6)) - 1e-9))

    @property
    def one_in(self) -> int:
        """The number of the scale's beginning: "1 in 100"."""
        return int(10**self.decades)

    def at(self, chance: float) -> float:
        """Give the place of a chance as a fraction."""
        return min(1.0, max(0.0, 1 + math.log10(max(chance, 1e-12)) / self.decades))

    def range(self, lowest: float, middle: float, highest: float, equal: float) -> Range:
        """Give the picture of a range."""
        return Range(*(percent(self.at(chance)) for chance in (lowest, highest, middle, equal)))
