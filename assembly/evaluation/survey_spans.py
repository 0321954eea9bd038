"""What of the answers to a question everybody is told: numbers, or from where to where where few answered so.

Groups of fewer than the limit are found from no number that is told, nor from what is left when others are taken away;
`assembly/small_cells.py` decides that. No tables are needed here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assembly.evaluation.enums_surveys import LIMIT
from assembly.small_cells import Counts, Shown, protect

_ONE = "answers"


@dataclass(frozen=True, slots=True)
class Span:
    """A number of people from `low` to `high`; one number where they are the same."""

    low: int
    high: int

    @property
    def number(self) -> int | None:
        """Return the number, where it is told."""
        return self.low if self.low == self.high else None


def spans_of(counts: Sequence[tuple[str, int]], limit: int = LIMIT) -> dict[str, Span]:
    """Return what is told of each answer; the numbers of all answers together are told in any case."""
    total = sum(many for _value, many in counts)
    column = protect([], Counts(_ONE, total, {_ONE: dict(counts)}, is_exact=True), limit)
    shown = column.cells[_ONE]
    return {value: _span(shown[value], total) for value, _many in counts}


def _span(shown: Shown, total: int) -> Span:
    return Span(0, total) if shown.is_hidden else Span(shown.low, min(shown.high, total))


def together(spans: Mapping[str, Span], some: Collection[str], total: int) -> Span:
    """Return what follows about some answers together from what is told of each: what everybody can work out."""
    inside = [span for value, span in spans.items() if value in some]
    outside = [span for value, span in spans.items() if value not in some]
    low = max(sum(span.low for span in inside), total - sum(span.high for span in outside))
    high = min(sum(span.high for span in inside), total - sum(span.low for span in outside))
    return Span(low, high)
