"""Indicators as plain values, with exact numbers: no tables, and nothing that blends them.

An indicator is a definition and one or more lines, each of which was counted by itself. There is no number for several
lines or for several indicators together, and none is to be made (docs/adr/0029-no-single-score.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from assembly.small_cells import LIMIT


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. 0 ≤ part ≤ whole, 1 ≤ whole."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        """Refuse what is no share.

        Raises:
            ValueError: nothing was counted, or the part is none of the whole.
        """
        if self.whole < 1 or not 0 <= self.part <= self.whole:
            message = f"{self.part} of {self.whole} is no share"
            raise ValueError(message)

    @property
    def n(self) -> int:
        """Return how many were counted."""
        return self.whole

    @property
    def fraction(self) -> Fraction:
        """Return the share, exactly."""
        return Fraction(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Days:
    """How many days it took: half took so many or fewer. n: how many were counted, at least 1."""

    days: Fraction
    n: int


Measured = Share | Days


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was counted.

    people: how many people stand behind it; None where things are counted. published: from where to where the part of a
    share lies by what is published elsewhere, where the public may read no more: from more, small groups there could be
    worked out. (0, whole) tells nothing.
    """

    value: Measured
    label: Any = ""
    people: int | None = None
    published: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What an indicator says of itself, in plain words.

    counted, of: what stands above and below the line of the fraction. page, permission: where the team looks up what
    was counted; the page takes the assembly's slug.
    """

    name: Any
    meaning: Any
    counted: Any
    of: Any
    source: Any
    cannot_show: Any
    page: str = ""
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What was counted; at least one line."""

    words: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """What cannot be counted yet, and why."""

    words: Words
    why: Any


Found = Indicator | NotMeasured


def share_or_not(words: Words, part: int, whole: int, why: Any, *, people: int | None = None) -> Found:
    """Return a share, or why there is none: nothing was there to be counted."""
    if not whole:
        return NotMeasured(words, why)
    return Indicator(words, (Line(Share(part, whole), people=people),))


def days_of(spans: Iterable[int]) -> Days | None:
    """Return the median of whole days, exactly; None of nothing."""
    found = sorted(spans)
    return Days(Fraction(median(map(Fraction, found))), len(found)) if found else None


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the public reads in place of numbers that would tell of few people.

    whole: how many were counted, None where even that is too few to tell. is_few: fewer than `limit` did; else all
    but fewer than `limit`. span: from how many to how many did, where that is what is published.
    """

    limit: int
    whole: int | None = None
    is_few: bool = True
    span: tuple[int, int] | None = None


def for_the_public(line: Line, *, limit: int = LIMIT) -> Measured | Hidden:
    """Return what the public may read of a line.

    Of things everything. Of people nothing where fewer than `limit` stand behind it; else the span that was published,
    where that is all; and where fewer than `limit` did, or fewer than `limit` did not, that alone. That all did, or
    nobody, is told: it says of nobody more than of all others.
    """
    if line.people is None:
        return line.value
    if line.people < limit or line.value.n < limit:
        return Hidden(limit)
    if line.published is not None:
        return Hidden(limit, line.value.n, span=line.published)
    if isinstance(line.value, Share):
        part, whole = line.value.part, line.value.whole
        if 0 < part < limit:
            return Hidden(limit, whole)
        if 0 < whole - part < limit:
            return Hidden(limit, whole, is_few=False)
    return line.value
