"""Geometry of the pool monitor's pictures: fractions of a width and pixels. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sortition.pictures import BARS_FOOT, BARS_HEIGHT, Line, percent, pixels

SCALE = 6.0
"""People for each seat at the end of the scale: twice what is comfortable."""

MOST_LABELS = 4
BARS_WIDTH = 0.93
"""The part of the picture that holds bars; the levels are written beside them."""
FEWEST_PLACES = 14
"""A few bars stand at the left instead of filling the picture."""


@dataclass(frozen=True)
class GrowthBar:
    """One period's bar: everybody until its end, and where its label stands ("" without one)."""

    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True)
class GrowthPicture:
    """Bars that only grow, with ticks at a few periods (their numbers) and grid lines."""

    bars: tuple[GrowthBar, ...]
    ticks: tuple[tuple[int, Line], ...]
    grid: tuple[Line, ...]


def growth_picture(totals: Sequence[int], steps: Sequence[int]) -> GrowthPicture:
    """Draw cumulative totals as bars; `steps` are the levels of the grid."""
    most = max(totals, default=0) or 1
    count, places = len(totals), max(len(totals), FEWEST_PLACES)
    bars = tuple(
        GrowthBar(
            x=percent(BARS_WIDTH * (at + 0.08) / places),
            width=percent(BARS_WIDTH * 0.84 / places),
            y=pixels(_height(total, most)),
            height=pixels(BARS_FOOT - _height(total, most)),
        )
        for at, total in enumerate(totals)
    )
    ticks = tuple((at, _tick(at, places)) for at in _labelled(count))
    grid = tuple(
        Line(level, pixels(_height(level, most)), pixels(_height(level, most) - 4))
        for level in steps
        if level <= most
    )
    return GrowthPicture(bars, ticks, grid)


def grid_steps(most: int) -> list[int]:
    """Choose at most three round levels up to `most`."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most / (size * factor) <= 3.5:
                return list(range(size * factor, most + 1, size * factor))
        size *= 10


def per_seat_width(per_seat: float) -> str:
    """Return how long a bar of people for each seat is."""
    return percent(min(1.0, per_seat / SCALE))


def per_seat_at(level: float) -> str:
    """Return where a level of people for each seat stands."""
    return percent(level / SCALE)


def _height(total: int, most: int) -> float:
    return BARS_FOOT - BARS_HEIGHT * total / most


def _labelled(count: int) -> list[int]:
    if count < FEWEST_PLACES:
        # Bars keep their width, so there is room for a label at every other one.
        return list(range(0, count, 2))
    return sorted({round(place * (count - 1) / (MOST_LABELS - 1)) for place in range(MOST_LABELS)})


def _tick(at: int, places: int) -> Line:
    anchor = "start" if at == 0 else "end" if at == places - 1 else "middle"
    place = 0.0 if anchor == "start" else 1.0 if anchor == "end" else (at + 0.5) / places
    place *= BARS_WIDTH
    return Line(at, percent(place), anchor=anchor)
