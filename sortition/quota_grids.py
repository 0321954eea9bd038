"""The grid of two categories counted together, as the page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sortition.models import Value
from sortition.quota_checks import QuotaLine, findings_of_line
from sortition.quota_tables import Note, note_of


@dataclass(frozen=True, slots=True)
class CrossedCell:
    """One combination: what is typed or stored, how many people the pool has, what to say, the fields to type in."""

    first: Value
    second: Value
    line: QuotaLine
    note: Note | None
    fields: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Name the cell on the page."""
        return f"{self.first.pk}-{self.second.pk}"

    @property
    def has_quota(self) -> bool:
        """Whether the combination is not free."""
        return self.line.minimum is not None


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """One value of the first category with all values of the second."""

    value: Value
    cells: tuple[CrossedCell, ...]


@dataclass(frozen=True, slots=True)
class CrossedGrid:
    """The whole grid, and what its sums contradict."""

    columns: tuple[Value, ...]
    rows: tuple[CrossedRow, ...]
    note: Note | None

    @property
    def cells(self) -> list[CrossedCell]:
        """Return all combinations."""
        return [cell for row in self.rows for cell in row.cells]


def crossed_grid(
    firsts: Sequence[Value],
    seconds: Sequence[Value],
    lines: Mapping[tuple[int, int], QuotaLine],
    *,
    seats: int,
    pool_size: int,
    fields: Mapping[tuple[int, int], Mapping[str, Any]],
    more: Mapping[tuple[int, int], Sequence[tuple[str, str]]],
) -> CrossedGrid:
    """Put the grid together; `lines` are the combinations as typed or stored, by the keys of their values."""
    rows = []
    for first in firsts:
        cells = []
        for second in seconds:
            key = (first.pk, second.pk)
            findings = findings_of_line(lines[key], seats=seats, pool_size=pool_size)
            note = note_of(findings, more.get(key, ()))
            cells.append(CrossedCell(first, second, lines[key], note, fields.get(key, {})))
        rows.append(CrossedRow(first, tuple(cells)))
    said = [
        sentence for value in firsts for sentence in _sums(value, [lines[value.pk, s.pk] for s in seconds])
    ]
    said += [
        sentence for value in seconds for sentence in _sums(value, [lines[f.pk, value.pk] for f in firsts])
    ]
    return CrossedGrid(tuple(seconds), tuple(rows), Note("bad", tuple(said)) if said else None)


def _sums(value: Value, lines: Sequence[QuotaLine]) -> list[str]:
    """Say where the combinations of one value contradict the value's own quota."""
    if value.minimum is None or value.maximum is None:
        return []
    low = sum(line.minimum or 0 for line in lines)
    words = {"value": value.name, "low": low, "minimum": value.minimum, "maximum": value.maximum}
    found = []
    if low > value.maximum:
        found.append(
            _("The combinations of %(value)s need at least %(low)s, but its own maximum is %(maximum)s.")
            % words
        )
    highs = [line.maximum for line in lines if line.maximum is not None]
    if len(highs) == len(lines) and sum(highs) < value.minimum:
        found.append(
            _("The combinations of %(value)s allow at most %(high)s, but its own minimum is %(minimum)s.")
            % {**words, "high": sum(highs)}
        )
    return found
