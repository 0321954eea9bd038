"""Read files of targets in the forms that practitioners exchange, and compare them with what stands.

The first column names the category: `category,feature,…`, `category,name,…`, `category,value,…` or `feature,value,…`;
then `min,max` with optional `min_flex,max_flex`, or a share of the population, or both. Nothing here writes.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from sortition.quota_checks import Finding, QuotaLine, findings_of_line
from sortition.quota_messages import finding_sentence
from sortition.reading.cells import fold
from sortition.reading.errors import Unreadable
from sortition.reading.files import read_file
from sortition.reading.table import Table

MOST_VALUES = 1000
MOST_SEATS = 1000
MOST_TITLE_ROWS = 10
LONGEST_CATEGORY, LONGEST_VALUE, LONGEST_SOURCE = 80, 120, 300
FIELDS = ("share", "minimum", "maximum", "minimum_flex", "maximum_flex")

_NAMES = (("category", ("feature", "name", "value")), ("feature", ("value", "name")))
_FIGURES = {
    "share": (
        "share",
        "percent",
        "percentage",
        "target",
        "share %",
        "%",
        "population share",
        "population",
        "pct",
    ),
    "minimum": ("min", "minimum", "at least"),
    "maximum": ("max", "maximum", "at most"),
    "minimum_flex": ("min_flex", "min flex"),
    "maximum_flex": ("max_flex", "max flex"),
}
_WHOLE = re.compile(r"\d{1,9}(\.0+)?", re.ASCII)
_SHARE = re.compile(r"\d{1,3}([.,]\d{1,12})?\s*%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One value as the file gives it; a figure is None where its cell is blank or the file has no such column."""

    row: int
    category: str
    value: str
    share: Decimal | None = None
    minimum: int | None = None
    maximum: int | None = None
    minimum_flex: int | None = None
    maximum_flex: int | None = None
    source: str = ""
    """Where the share comes from, if the file says so."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place of the file."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        words = {"row": self.row, "column": self.column, "message": self.message}
        if not self.column:
            return _("Row %(row)s: %(message)s") % words
        return _("Row %(row)s, column “%(column)s”: %(message)s") % words


@dataclass(frozen=True, slots=True)
class TargetsFile:
    """A file of targets as understood; `fields` are the figures it has columns for."""

    fields: tuple[str, ...]
    rows: tuple[TargetRow, ...]
    faults: tuple[Fault, ...]
    reading: dict[str, Any] = field(default_factory=dict)


def read_targets(data: bytes, *, sheet: str = "") -> TargetsFile:
    """Read a CSV or XLSX file of targets; faults of single cells are collected, all of them.

    Raises:
        Unreadable: the file is no table, or its headings are not those of targets.
    """
    try:
        table, columns = _table_of(data, sheet)
    except Unreadable as error:
        if error.code in ("unreadable", "empty", "no_rows"):
            raise Unreadable(
                _("The file holds no targets. It needs a row of headings and below it one row per value."),
                code=error.code,
            ) from None
        raise
    if len(table.records) > MOST_VALUES:
        raise Unreadable(
            _("The file has more than %(most)s values. Is it a file of targets?") % {"most": MOST_VALUES},
            code="too_many_values",
        )
    reader = _RowReader(table, columns)
    rows = _whole_shares([row for number, cells in table.records if (row := reader.read(number, cells))])
    faults = [*reader.faults, *_doubles(rows, table.columns[columns["value"]])]
    fields = tuple(name for name in FIELDS if name in columns)
    return TargetsFile(fields, tuple(rows), tuple(sorted(faults, key=lambda f: f.row)), table.as_reading())


def _table_of(data: bytes, sheet: str) -> tuple[Table, dict[str, int]]:
    """Read the file with the headings of targets, which may stand below titles and dates."""
    try:
        table = read_file(data, sheet=sheet)
        return table, _columns_of(table)
    except Unreadable as fault:
        if fault.code not in ("unknown_headings", "missing_columns", "merged_header", "double_header"):
            raise
        for row in range(2, MOST_TITLE_ROWS + 2):
            try:
                table = read_file(data, sheet=sheet, header_row=row)
                return table, _columns_of(table)
            except Unreadable:
                continue
        raise fault from None


def _columns_of(table: Table) -> dict[str, int]:
    """Find which column holds what."""
    header = [fold(name) for name in table.columns]
    columns: dict[str, int] = {}
    for category, choices in _NAMES:
        value = next((choice for choice in choices if choice in header), None)
        if category in header and value:
            columns = {"category": header.index(category), "value": header.index(value)}
            break
    else:
        raise Unreadable(
            _(
                "Row %(row)s must name the columns: “category” and “feature” (or “feature” and “value”),"
                " then “min” and “max”, or “share”."
            )
            % {"row": table.header_row},
            code="unknown_headings",
        )
    for name, headings in _FIGURES.items():
        if found := next((heading for heading in headings if heading in header), None):
            columns[name] = header.index(found)
    if "source" in header:
        columns["source"] = header.index("source")
    if ("minimum" in columns) != ("maximum" in columns) or not {"minimum", "share"} & set(columns):
        raise Unreadable(
            _("Row %(row)s must have the columns “min” and “max”, or a column “share”.")
            % {"row": table.header_row},
            code="missing_columns",
        )
    return columns


class _RowReader:
    """Read one row after another and collect what is wrong with them."""

    def __init__(self, table: Table, columns: dict[str, int]) -> None:
        self.headings = table.columns
        self.columns = columns
        self.overlong = table.overlong
        self.faults: list[Fault] = []

    def read(self, number: int, cells: list[str]) -> TargetRow | None:
        """Return the row, or None where something is wrong with it."""
        before = len(self.faults)
        if number in self.overlong:
            self._blame(number, "", _("It has more cells than there are headings."))
        category = self._name(number, cells, "category", LONGEST_CATEGORY)
        value = self._name(number, cells, "value", LONGEST_VALUE)
        figures: dict[str, Any] = {"share": self._share(number, cells)}
        figures |= {name: self._whole(number, cells, name) for name in FIELDS[1:]}
        if len(self.faults) == before:
            self._check(number, figures)
        if len(self.faults) > before:
            return None
        source = " ".join(self._cell(cells, "source").split())[:LONGEST_SOURCE]
        return TargetRow(number, category, value, **figures, source=source)

    def _blame(self, number: int, name: str, message: str) -> None:
        column = self.headings[self.columns[name]] if name in self.columns else ""
        self.faults.append(Fault(number, column, message))

    def _cell(self, cells: list[str], name: str) -> str:
        return cells[self.columns[name]] if name in self.columns else ""

    def _name(self, number: int, cells: list[str], name: str, longest: int) -> str:
        text = " ".join(self._cell(cells, name).split())
        if not text:
            self._blame(number, name, _("The cell is blank."))
        elif len(text) > longest:
            self._blame(number, name, _("Longer than %(most)s characters.") % {"most": longest})
        return text

    def _whole(self, number: int, cells: list[str], name: str) -> int | None:
        text = self._cell(cells, name)
        if not text:
            return None
        if not _WHOLE.fullmatch(text) or int(text.partition(".")[0]) > MOST_SEATS:
            self._blame(number, name, _not_whole(text))
            return None
        return int(text.partition(".")[0])

    def _share(self, number: int, cells: list[str]) -> Decimal | None:
        text = self._cell(cells, "share")
        if not text:
            return None
        if not _SHARE.fullmatch(text):
            self._blame(number, "share", _("“%(text)s” is not a share in per cent.") % {"text": text[:40]})
            return None
        share = Decimal(text.rstrip("% ").replace(",", "."))
        if share > 100:
            self._blame(number, "share", _("A share cannot be above 100 %%.") % {})
        return share

    def _check(self, number: int, figures: dict[str, Any]) -> None:
        line = QuotaLine(**figures)
        for finding in findings_of_line(line, seats=MOST_SEATS, pool_size=0):
            if finding.tone == "bad":
                self._blame(number, _blamed(finding), finding_sentence(finding))
        if line.minimum is None and line.maximum is None and line.share is None:
            name = "minimum" if "minimum" in self.columns else "share"
            self._blame(number, name, _("The cell is blank."))


def _not_whole(text: str) -> str:
    if text.startswith("="):
        return _("“%(text)s” is a formula. Replace it by its result.") % {"text": text[:40]}
    return _("“%(text)s” is not a whole number from 0 to %(most)s.") % {"text": text[:40], "most": MOST_SEATS}


def _blamed(finding: Finding) -> str:
    return {"flexible_minimum_above": "minimum_flex", "flexible_maximum_below": "maximum_flex"}.get(
        finding.code, "maximum"
    )


def _whole_shares(rows: list[TargetRow]) -> list[TargetRow]:
    """Turn fractions into per cent, category by category: spreadsheets keep 27 % as 0.27."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[fold(row.category)] += row.share or 0  # type: ignore[assignment]
    scaled = []
    for row in rows:
        share = row.share
        if share is not None:
            factor = 100 if Decimal("0.98") <= sums[fold(row.category)] <= Decimal("1.02") else 1
            share = (share * factor).quantize(Decimal("0.001"), ROUND_HALF_UP)
        figures = {name: getattr(row, name) for name in FIELDS[1:]}
        scaled.append(TargetRow(row.row, row.category, row.value, share, **figures, source=row.source))
    return scaled


def _doubles(rows: Sequence[TargetRow], column: str) -> list[Fault]:
    first: dict[tuple[str, str], int] = {}
    faults = []
    for row in rows:
        key = (fold(row.category), fold(row.value))
        if key in first:
            message = _("“%(value)s” in %(category)s stands already in row %(first)s.") % {
                "value": row.value,
                "category": row.category,
                "first": first[key],
            }
            faults.append(Fault(row.row, column, message))
        first.setdefault(key, row.row)
    return faults
