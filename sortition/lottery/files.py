"""Read quotas and pools from the plain CSV files that practitioners exchange.

Every refusal is a `BadInput` that names the file and, where it can, the row and the column.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sortition.lottery.errors import BadInput, InvalidInstance, Param
from sortition.lottery.escapes import unescaped
from sortition.lottery.instance import Person, Quota, check_bounds, crossed_categories

_CATEGORY_HEADERS = (("category", ("feature", "name", "value")), ("feature", ("value", "name")))
_FLEX_HEADERS = ("min_flex", "max_flex")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WHOLE = re.compile(r"[+-]?\d{1,9}(\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?", re.ASCII)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ARCHIVE = b"PK\x03\x04"


Record = tuple[int, tuple[str, ...]]
"""A row's number and its cells."""


@dataclass(frozen=True)
class _Table:
    """Hold a parsed file: its header, and each record with the row number a spreadsheet shows."""

    name: str
    header_row: int
    header: tuple[str, ...]
    records: tuple[Record, ...]

    def fault(
        self, code: str, *, row: int | None = None, column: str | None = None, **more: Param
    ) -> BadInput:
        return BadInput(code, {"file": self.name, "row": row, "column": column} | more)

    def position(self, column: str) -> int | None:
        return self.header.index(column) if column in self.header else None


def read_quotas(data: bytes, name: str) -> tuple[Quota, ...]:
    """Read quotas with a header `category,feature,min,max`, `category,name,min,max` or `feature,value,min,max`.

    Columns `min_flex` and `max_flex` are read where present and may be left blank; others are ignored.

    data: the file's bytes, UTF-8 with or without a byte order mark.
    name: what messages call the file.

    Raises:
        BadInput: see the codes in docs/command-line.md.
    """
    table = _parse(data, name)
    lower_header = tuple(cell.casefold() for cell in table.header)
    columns = _quota_columns(table, lower_header)
    quotas: dict[tuple[str, str], Quota] = {}
    for row, cells in table.records:
        category, value = (_text(table, row, cells, columns[key]) for key in ("category", "value"))
        low, high = (_required_whole(table, row, cells, columns[key]) for key in ("min", "max"))
        flex = [_whole(table, row, cells, columns[key]) if key in columns else None for key in _FLEX_HEADERS]
        if (category, value) in quotas:
            column = table.header[columns["value"]]
            raise table.fault("duplicate_quota", row=row, column=column, category=category, value=value)
        quota = Quota(category, value, low, high, *flex)
        try:
            check_bounds(quota)
        except InvalidInstance as error:
            column = table.header[columns[_blamed_column(error.code)]]
            raise table.fault(error.code, row=row, column=column, **error.params) from None
        quotas[category, value] = quota
    if not quotas:
        raise table.fault("no_rows")
    return tuple(quotas.values())


def read_pool(
    data: bytes,
    name: str,
    *,
    quotas: Sequence[Quota],
    id_column: str | None = None,
    household_columns: Sequence[str] = (),
    group_columns: Sequence[str] = (),
    weight_column: str | None = None,
) -> tuple[Person, ...]:
    """Read people, one row each, with one column per category of the quotas.

    A category that crosses others, `age×gender`, needs a column for each of these instead of one of its own.

    id_column: where None, a column `id` is used if there is one, otherwise rows are numbered from 1.
    household_columns: people with equal values in all of these, trimmed and case-folded, share a household;
        rows where all are blank share none.
    group_columns: the columns that caps name; groups are trimmed and case-folded, blank is no group.
    weight_column: numbers above 0; everybody weighs 1 where None.

    Raises:
        BadInput: see the codes in docs/command-line.md.
    """
    table = _parse(data, name)
    crossed = crossed_categories((quota.category for quota in quotas), table.header)
    allowed: dict[str, set[str]] = {}
    for quota in quotas:
        if quota.category not in crossed:
            allowed.setdefault(quota.category, set()).add(quota.value)
    needed = dict.fromkeys([*allowed, *(part for parts in crossed.values() for part in parts)])
    values_at = {category: _column(table, category) for category in needed}
    household_at = [_column(table, column) for column in household_columns]
    groups_at = {column: _column(table, column) for column in group_columns}
    weight_at = None if weight_column is None else _column(table, weight_column)
    id_at = _id_position(table, id_column)
    people: list[Person] = []
    row_of_id: dict[str, int] = {}
    for number, (row, cells) in enumerate(table.records, start=1):
        identifier = str(number) if id_at is None else _text(table, row, cells, id_at)
        if identifier in row_of_id:
            column = table.header[id_at] if id_at is not None else None
            first = row_of_id[identifier]
            raise table.fault("duplicate_id", row=row, column=column, id=identifier, first_row=first)
        row_of_id[identifier] = row
        values = {}
        for category, at in values_at.items():
            values[category] = _text(table, row, cells, at)
            if category in allowed and values[category] not in allowed[category]:
                raise table.fault("unknown_value", row=row, column=category, value=values[category])
        address = tuple(_cell(cells, at).casefold() for at in household_at)
        household = "\x1f".join(address) if any(address) else None
        groups = {column: _cell(cells, at).casefold() for column, at in groups_at.items()}
        groups = {column: group for column, group in groups.items() if group}
        weight = 1.0 if weight_at is None else _weight(table, row, cells, weight_at)
        people.append(Person(identifier, values, household, groups, weight))
    if not people:
        raise table.fault("no_rows")
    return tuple(people)


def read_records(data: bytes, name: str) -> list[Record]:
    """Read the rows of a CSV file that hold anything, trimmed, each with the number a spreadsheet shows.

    Raises:
        BadInput: if there is no such row, or the file is no CSV in UTF-8.
    """
    text = _decode(data, name)
    first_line = text.split("\n", 1)[0]
    delimiter = next((d for d in ",;\t" if d in first_line), ",")
    records: list[Record] = []
    row = 0
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(cell.strip() for cell in cells):
                records.append((row, tuple(unescaped(cell.strip()) for cell in cells)))
    except csv.Error:
        raise BadInput("unreadable_row", {"file": name, "row": row + 1, "column": None}) from None
    if not records:
        raise BadInput("empty_file", {"file": name, "row": None, "column": None})
    return records


def _parse(data: bytes, name: str) -> _Table:
    records = read_records(data, name)
    header_row, header = records[0]
    table = _Table(name, header_row, header, tuple(records[1:]))
    _check_header(table)
    return table


def _decode(data: bytes, name: str) -> str:
    """Decode UTF-8 only: guessing another encoding would silently misread names and values."""
    where: dict[str, Param] = {"file": name, "row": None, "column": None}
    if not data.strip():
        raise BadInput("empty_file", where)
    if data.startswith(_ARCHIVE):
        raise BadInput("spreadsheet_not_csv", where)
    if data.startswith(_UTF16):
        raise BadInput("wrong_encoding", where | {"row": 1})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        code = "binary_file" if b"\x00" in data else "wrong_encoding"
        row = data.count(b"\n", 0, error.start) + 1
        raise BadInput(code, where | {"row": row}) from None
    found = _CONTROL.search(text)
    if found:
        raise BadInput("binary_file", where | {"row": text.count("\n", 0, found.start()) + 1})
    return text


def _check_header(table: _Table) -> None:
    """Refuse headers that name a column twice, or leave one blank that holds data (as merged cells do)."""
    named = [cell for cell in table.header if cell]
    for cell in named:
        if named.count(cell) > 1:
            raise table.fault("duplicate_column", row=table.header_row, column=cell)
    for record_row, cells in table.records:
        for at, cell in enumerate(cells):
            if cell and at >= len(table.header):
                raise table.fault("too_many_cells", row=record_row, column=str(at + 1))
            if cell and not table.header[at]:
                raise table.fault("blank_header", row=table.header_row, column=str(at + 1))


def _quota_columns(table: _Table, header: tuple[str, ...]) -> dict[str, int]:
    doubled = next((cell for cell in header if cell and header.count(cell) > 1), None)
    if doubled:
        raise table.fault("duplicate_column", row=table.header_row, column=doubled)
    for category, choices in _CATEGORY_HEADERS:
        value = next((choice for choice in choices if choice in header), None)
        if category in header and value:
            columns = {"category": header.index(category), "value": header.index(value)}
            break
    else:
        expected = "category,feature | category,name | feature,value"
        raise table.fault("unknown_quota_header", row=table.header_row, expected=expected)
    for needed in ("min", "max"):
        if needed not in header:
            raise table.fault("missing_column", row=table.header_row, column=needed)
        columns[needed] = header.index(needed)
    return columns | {flex: header.index(flex) for flex in _FLEX_HEADERS if flex in header}


def _id_position(table: _Table, id_column: str | None) -> int | None:
    return table.position("id") if id_column is None else _column(table, id_column)


def _column(table: _Table, column: str) -> int:
    at = table.position(column.strip())
    if at is None:
        raise table.fault("missing_column", row=table.header_row, column=column)
    return at


def _cell(cells: tuple[str, ...], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _text(table: _Table, row: int, cells: tuple[str, ...], at: int) -> str:
    text = _cell(cells, at)
    if not text:
        raise table.fault("missing_value", row=row, column=table.header[at])
    return text


def _whole(table: _Table, row: int, cells: tuple[str, ...], at: int) -> int | None:
    text = _cell(cells, at)
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise table.fault("not_a_whole_number", row=row, column=table.header[at], value=text[:80])
    return int(text.partition(".")[0])


def _required_whole(table: _Table, row: int, cells: tuple[str, ...], at: int) -> int:
    number = _whole(table, row, cells, at)
    if number is None:
        raise table.fault("missing_value", row=row, column=table.header[at])
    return number


def _weight(table: _Table, row: int, cells: tuple[str, ...], at: int) -> float:
    text = _text(table, row, cells, at)
    if not _DECIMAL.fullmatch(text):
        raise table.fault("not_a_number", row=row, column=table.header[at], value=text[:80])
    weight = float(text)
    if not (weight > 0 and math.isfinite(weight)):
        raise table.fault("weight_not_positive", row=row, column=table.header[at], weight=text[:80])
    return weight


def _blamed_column(code: str) -> str:
    return {"negative_minimum": "min", "contradictory_flexible_bounds": "value"}.get(code, "max")
