"""Pictures of surveys: the distribution of one question as a bar, and satisfaction from wave to wave as steps.

Lengths along x are per cent, so that a picture is as wide as its page; the table behind it stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

TOP, HEIGHT = 16.0, 140.0
"""Room above the picture, and its height, in pixels."""
_GAP = 0.4
_DOT_SIDE = 6.0
GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar, in per cent of its width, as SVG writes it in any language."""

    tone: str
    x: str
    w: str
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """One wave. share: of those who answered, from 0 to 1; None where too few did. rate: of those asked, who answered.

    wording: what tells one wording of the question from another; a line joins points of one wording only.
    """

    label: str
    share: float | None
    rate: float | None
    wording: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the picture; `y` is None where too few answered."""

    label: str
    x: str
    y: str
    words: str
    bar_y: str
    bar_height: str
    bar_x: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one point to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A line of the grid with its number."""

    y: str
    text_y: str
    share: float


@dataclass(frozen=True, slots=True)
class Course:
    """Satisfaction over time: dots, the lines between those that can be compared, and where wordings change."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    grid: tuple[Grid, ...]
    bar_width: str
    changes_wording: bool


def bar_of(parts: Sequence[tuple[str, int]], tones: Sequence[str]) -> tuple[Segment, ...]:
    """Return (label, number) parts as one bar, in order; parts of nobody are left out."""
    shown = [(label, n, tone) for (label, n), tone in zip(parts, tones, strict=True) if n]
    total = sum(n for _label, n, _tone in shown)
    if not total:
        return ()
    free = 100 - _GAP * (len(shown) - 1)
    segments, start = [], 0.0
    for label, n, tone in shown:
        width = free * n / total
        segments.append(Segment(tone, f"{start:.2f}%", f"{width:.2f}%", label))
        start += width + _GAP
    return tuple(segments)


def tones_of(count: int, *, is_reversed: bool) -> list[str]:
    """Return a tone for each of `count` ordered answers: bad ends, a middle, good ends.

    Where a high number is bad, the order is turned.
    """
    half = count // 2
    tones = ["k-against"] * half + ["k-middle"] * (count % 2) + ["k-for"] * half
    return tones[::-1] if is_reversed else tones


def course_of(points: Sequence[Point]) -> Course | None:
    """Return the picture of some waves in their order; None where none has enough answers."""
    if all(point.share is None for point in points):
        return None
    step = 100 / len(points)
    middles = [step * (place + 0.5) for place in range(len(points))]
    dots = tuple(_dot(point, x, step) for point, x in zip(points, middles, strict=True))
    lines = []
    last: tuple[float, Point] | None = None
    for point, x in zip(points, middles, strict=True):
        if point.share is None:
            last = None
            continue
        if last is not None and last[1].wording == point.wording:
            lines.append(Line(f"{last[0]:.2f}%", _height(last[1].share or 0.0), f"{x:.2f}%", _height(point.share)))
        last = (x, point)
    return Course(
        dots=dots,
        lines=tuple(lines),
        grid=tuple(
            Grid(f"{TOP + HEIGHT * (1 - each / 100):.1f}", f"{TOP + HEIGHT * (1 - each / 100) + 4:.1f}", each / 100)
            for each in GRID
        ),
        bar_width=f"{min(step * 0.5, 8):.2f}%",
        changes_wording=len({point.wording for point in points if point.share is not None}) > 1,
    )


def _dot(point: Point, x: float, step: float) -> Dot:
    rate = point.rate or 0.0
    return Dot(
        label=point.label,
        x=f"{x:.2f}%",
        y="" if point.share is None else _height(point.share),
        words=point.label,
        bar_y=_height(rate),
        bar_height=f"{HEIGHT * rate:.1f}",
        bar_x=f"{x - min(step * 0.5, 8) / 2:.2f}%",
    )


def _height(share: float) -> str:
    return f"{TOP + HEIGHT * (1 - share):.1f}"
