"""Count answers, and hide what would come close to saying who said what. No tables are needed here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assembly.evaluation.enums_surveys import LIMIT, QuestionKind


@dataclass(frozen=True, slots=True)
class Response:
    """How many were asked and how many of them answered; who did not is part of every result."""

    asked: int
    by_channel: Mapping[str, int]
    declined: int = 0

    @property
    def answered(self) -> int:
        """Return how many answered."""
        return sum(self.by_channel.values())

    @property
    def silent(self) -> int:
        """Return of how many nothing came."""
        return self.asked - self.answered - self.declined

    @property
    def share(self) -> float | None:
        """Return answered of asked; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Counted:
    """What one question's answers come to.

    n: how many answered it. is_hidden: fewer than the limit, so that nothing else is told. counts: (answer, how many),
    in the order of what could be answered; nothing for free text. mean: of a scale alone, as the points stand in the
    file. good: how many are above the middle of a scale (below it, where a high number is bad). texts: words, in the
    order given.
    """

    n: int
    is_hidden: bool
    counts: tuple[tuple[str, int], ...] = ()
    mean: Fraction | None = None
    good: int | None = None
    texts: tuple[str, ...] = ()

    @property
    def share_good(self) -> float | None:
        """Return the share above the middle."""
        return self.good / self.n if self.good is not None and self.n else None


def counted(
    kind: str,
    answers: Sequence[str],
    *,
    possible: Iterable[str] = (),
    is_reversed: bool = False,
    limit: int = LIMIT,
) -> Counted:
    """Count the answers to one question; `possible` is all that could be answered, in order.

    Raises:
        ValueError: somebody answered what was not possible.
    """
    n = len(answers)
    if n < limit:
        return Counted(n, is_hidden=True)
    if kind == QuestionKind.TEXT:
        return Counted(n, is_hidden=False, texts=tuple(answers))
    many, points = Counter(answers), tuple(possible)
    if strange := set(many) - set(points):
        message = f"not possible: {sorted(strange)}"
        raise ValueError(message)
    counts = tuple((point, many[point]) for point in points)
    if kind != QuestionKind.SCALE:
        return Counted(n, is_hidden=False, counts=counts)
    mean = Fraction(sum(int(point) * times for point, times in counts), n)
    good = sum(times for point, times in counts if _is_good(int(point), points, is_reversed=is_reversed))
    return Counted(n, is_hidden=False, counts=counts, mean=mean, good=good)


def good_points(points: Sequence[str], *, is_reversed: bool) -> frozenset[str]:
    """Return the points of a scale that are on the good side of its middle."""
    return frozenset(point for point in points if _is_good(int(point), points, is_reversed=is_reversed))


def _is_good(point: int, points: Sequence[str], *, is_reversed: bool) -> bool:
    twice_the_middle = int(points[0]) + int(points[-1])
    return 2 * point < twice_the_middle if is_reversed else 2 * point > twice_the_middle


def late_are_counted(before: int, late: int, limit: int = LIMIT) -> bool:
    """Whether answers to one question that came after a first count may be added to it.

    Whoever compares both counts learns what the late ones said together. So there must be `limit` of them, or too few
    before them for a first count to have been shown.
    """
    return late == 0 or late >= limit or before < limit
