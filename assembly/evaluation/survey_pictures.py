"""The picture of satisfaction from wave to wave: where enough answered a dot, and how many answered as a bar.

Lengths along x are per cent, so that a picture is as wide as its page; the table behind it stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

TOP, HEIGHT = 16.0, 140.0
"""Room above the picture, and its height, in pixels."""
GRID = (0, 50, 100)
_WIDEST_BAR = 8.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One wave. share: of those who answered, from 0 to 1; None where too few did. rate: of those asked, who answered.

    wording: what tells one wording of the question from another; a line joins marks of one wording only.
    """

    label: str
    share: float | None
    rate: float | None
    wording: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark of the picture, as SVG writes lengths in any language; `y` is "" where too few answered."""

    label: str
    x: str
    y: str
    bar_x: str
    bar_y: str
    bar_height: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one mark to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Course:
    """Satisfaction over time. `grid` has (height of the line, height of its number, share)."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    grid: tuple[tuple[str, str, float], ...]
    bar_width: str
    changes_wording: bool


def course_of(marks: Sequence[Mark]) -> Course | None:
    """Return the picture of some waves in their order; None where none has enough answers."""
    if all(mark.share is None for mark in marks):
        return None
    step = 100 / len(marks)
    bar = min(step / 2, _WIDEST_BAR)
    placed = [(step * (place + 0.5), mark) for place, mark in enumerate(marks)]
    return Course(
        dots=tuple(_dot(mark, x, bar) for x, mark in placed),
        lines=tuple(_lines(placed)),
        grid=tuple(
            (f"{_height(each / 100):.1f}", f"{_height(each / 100) + 4:.1f}", each / 100) for each in GRID
        ),
        bar_width=f"{bar:.2f}%",
        changes_wording=len({mark.wording for mark in marks}) > 1,
    )


def _lines(placed: Sequence[tuple[float, Mark]]) -> list[Line]:
    """Return lines between neighbours that ask in one wording and have enough answers both."""
    return [
        Line(f"{x1:.2f}%", f"{_height(one.share):.1f}", f"{x2:.2f}%", f"{_height(other.share):.1f}")
        for (x1, one), (x2, other) in pairwise(placed)
        if one.share is not None and other.share is not None and one.wording == other.wording
    ]


def _dot(mark: Mark, x: float, bar: float) -> Dot:
    rate = mark.rate or 0.0
    return Dot(
        label=mark.label,
        x=f"{x:.2f}%",
        y="" if mark.share is None else f"{_height(mark.share):.1f}",
        bar_x=f"{x - bar / 2:.2f}%",
        bar_y=f"{_height(rate):.1f}",
        bar_height=f"{HEIGHT * rate:.1f}",
    )


def _height(share: float) -> float:
    return TOP + HEIGHT * (1 - share)
