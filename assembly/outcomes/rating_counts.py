"""What is published of members’ ratings: counts of whole numbers from 0 to 10, and when they may be counted again.

Every published count stays known to whoever kept it, so any two of them can be compared. A new count is published only
if it differs from **each** count before it by the ratings of at least `fewest` members (new ones, and those who
changed their mind). What changes between two publications is then always the work of at least so many, whose scores
stand in it without order: nobody’s can be told from the others’. An attack that must fail: A, B and C change and change
back, and D comes; the last count is the first and D.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LOWEST, HIGHEST = 0, 10


@dataclass(frozen=True, slots=True)
class Standing:
    """One member’s rating: its present score, and as what it stood in each published count, None before it came."""

    score: int
    counted: tuple[int | None, ...] = ()


def may_count(ratings: Iterable[Standing], fewest: int) -> bool:
    """Whether the present scores may be published beside all counts that were published before.

    fewest: how many members a difference must be made of, at least; also how many ratings a first count needs.
    """
    rows = list(ratings)
    counts = max((len(row.counted) for row in rows), default=0)
    differences = [
        sum(1 for row in rows if (row.counted[place] if place < len(row.counted) else None) != row.score)
        for place in range(counts)
    ]
    return min([len(rows), *differences]) >= fewest


def counted_next(row: Standing, counts: int) -> tuple[int | None, ...]:
    """Return as what a rating has stood once its present score is counted; counts: how many were published before."""
    missing = counts - len(row.counted)
    return (*row.counted, *([None] * missing), row.score)


def counts_of(scores: Iterable[int | None]) -> tuple[int, ...]:
    """Return how often each score from 0 to 10 was given."""
    given = [score for score in scores if score is not None]
    return tuple(given.count(score) for score in range(LOWEST, HIGHEST + 1))


def mean_of(counts: Sequence[int]) -> float | None:
    """Return the mean, None of nothing. It is never shown without the counts."""
    n = sum(counts)
    return sum(score * count for score, count in enumerate(counts)) / n if n else None
