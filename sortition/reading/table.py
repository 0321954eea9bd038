"""The table that a file was understood as, and the checks of its headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sortition.lottery.escapes import unescaped
from sortition.reading.errors import Unreadable

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 6_000_000
LONGEST_HEADING = 120
_MOST_TITLE_ROWS = 10

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DATA_NOT_HEADING = re.compile(
    r"[-+]?\d+([.,]\d+)?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|[^@\s]+@[^@\s]+\.[^@\s]+|\+?[\d\s()/-]{7,}"
)
_DELIMITERS = {
    ",": gettext_lazy("commas"),
    ";": gettext_lazy("semicolons"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("vertical bars"),
}
_ENCODINGS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
    "latin-1": gettext_lazy("Western European (Latin-1)"),
}

Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as understood. `records` are (row number in the file, cells); every cell is trimmed text.

    `overlong` maps the number of a row to how many filled cells it has beyond the headings.
    """

    kind: str
    columns: list[str]
    records: list[Record]
    header_row: int
    overlong: dict[int, int] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def as_reading(self) -> dict[str, Any]:
        """Return what is remembered of how the file was read."""
        return {
            "kind": self.kind,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "sheets": list(self.sheets),
            "columns": self.columns,
            "rows": len(self.records),
            "header_row": self.header_row,
        }


def reading_in_words(reading: dict[str, Any]) -> str:
    """Say how a file was understood, in one sentence."""
    rows = ngettext("%(count)d row", "%(count)d rows", reading["rows"]) % {"count": reading["rows"]}
    columns = len(reading["columns"])
    wide = ngettext("%(count)d column", "%(count)d columns", columns) % {"count": columns}
    if reading["kind"] == "xlsx":
        return _("An Excel file, sheet “%(sheet)s”: %(rows)s below the headings, %(columns)s.") % {
            "sheet": reading["sheet"],
            "rows": rows,
            "columns": wide,
        }
    return _(
        "A text file in %(encoding)s, columns parted by %(delimiter)s: %(rows)s below the headings, %(columns)s."
    ) % {
        "encoding": _ENCODINGS.get(reading["encoding"], reading["encoding"]),
        "delimiter": _DELIMITERS.get(reading["delimiter"], reading["delimiter"]),
        "rows": rows,
        "columns": wide,
    }


def clean_cell(text: str) -> str:
    """Trim a cell, drop control characters, and take off the apostrophe of an escaped formula."""
    text = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    return unescaped(text)


def make_table(records: Iterable[Record], *, header_row: int = 0, **how: Any) -> Table:
    """Take the first row that can be one for the headings and those below it for rows; drop blank ones.

    Titles and dates that stand above the headings are left out: rows with at most half as many cells. `header_row`
    names the row of the headings instead.

    Raises:
        Unreadable: no rows, too many, or headings that are missing, merged or double.
    """
    filled = list(_filled(records))
    if not filled:
        raise Unreadable(
            _("The file is empty. Choose a file with one row of headings and one row per person.")
        )
    if header_row:
        filled = [record for record in filled if record[0] >= header_row]
        if not filled or filled[0][0] != header_row:
            raise Unreadable(
                _("Row %(row)d is blank, so it holds no headings.") % {"row": header_row}, code="no_header"
            )
        return _table_below(filled, 0, how)
    try:
        return _table_below(filled, 0, how)
    except Unreadable as fault:
        for start in range(1, min(_MOST_TITLE_ROWS + 1, len(filled))):
            if _is_heading_below_titles(filled, start):
                return _table_below(filled, start, how)
        raise fault from None


def _table_below(filled: list[Record], start: int, how: dict[str, Any]) -> Table:
    (header_row, header), rows = filled[start], filled[start + 1 :]
    if not rows:
        raise Unreadable(
            _("The file has only one row. It needs a row of headings and below it one row per person."),
            code="no_rows",
        )
    width = max(len(header), *(len(cells) for _number, cells in rows))
    if width > MOST_COLUMNS:
        raise Unreadable(
            _("The file has %(width)d columns; at most %(most)d can be read.")
            % {"width": width, "most": MOST_COLUMNS},
            code="too_wide",
        )
    columns = _headings(header_row, header, rows)
    return _rectangular(columns, rows, header_row, how)


def _is_heading_below_titles(filled: list[Record], start: int) -> bool:
    """Whether a row can hold the headings below titles: all words, and the rows above at most half as full."""
    header = filled[start][1]
    width = len(header)
    if width < 2 or not all(header) or any(_DATA_NOT_HEADING.fullmatch(cell) for cell in header):
        return False
    if any(2 * sum(map(bool, cells)) > width for _number, cells in filled[:start]):
        return False
    try:
        _headings(filled[start][0], header, filled[start + 1 :])
    except Unreadable:
        return False
    return start + 1 < len(filled)


def _filled(records: Iterable[Record]) -> Iterator[Record]:
    """Clean every cell, cut blank ends, leave out blank rows, and stop at what no pool needs."""
    cells_seen = 0
    for number, cells in records:
        if number > MOST_ROWS + 1:
            raise Unreadable(
                _("The file has more than %(most)d rows. Leave out blank rows, or import it in parts.")
                % {"most": MOST_ROWS},
                code="too_long",
            )
        cleaned = [clean_cell(cell) if cell else "" for cell in cells]
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if cleaned:
            cells_seen += len(cleaned)
            if cells_seen > MOST_CELLS:
                raise Unreadable(
                    _("The file has more than %(most)d cells. Leave out columns that are not needed.")
                    % {"most": MOST_CELLS},
                    code="too_many_cells",
                )
            yield number, cleaned


def _headings(header_row: int, header: list[str], rows: list[Record]) -> list[str]:
    """Check the headings; columns without heading are dropped where they are blank all the way down."""
    if all(_DATA_NOT_HEADING.fullmatch(cell) for cell in header if cell) or _repeats_below(header, rows):
        raise Unreadable(
            _("Row %(row)d looks like a person, not like headings. Put a row of headings above it.")
            % {"row": header_row},
            code="no_header",
        )
    nameless = [index for index, cell in enumerate(header) if not cell]
    used = [index for index in nameless if any(len(cells) > index and cells[index] for _row, cells in rows)]
    if used or (len(header) == 1 and sum(len(cells) > 1 for _row, cells in rows) > len(rows) / 2):
        letters = ", ".join(column_letter(index) for index in used or [1])
        raise Unreadable(
            _(
                "Row %(row)d has no heading for column %(letters)s. A heading that stretches over several columns"
                " (merged cells) cannot be read: give each column its own heading, all in one row."
            )
            % {"row": header_row, "letters": letters},
            code="merged_header",
        )
    seen: dict[str, int] = {}
    for index, cell in enumerate(header):
        if cell and (first := seen.setdefault(cell.casefold(), index)) != index:
            raise Unreadable(
                _("Columns %(first)s and %(second)s are both called “%(name)s”. Rename one of them.")
                % {"first": column_letter(first), "second": column_letter(index), "name": cell},
                code="duplicate_header",
            )
    if any(len(cell) > LONGEST_HEADING for cell in header):
        raise Unreadable(
            _("A heading in row %(row)d is longer than %(most)d characters. Is it really a row of headings?")
            % {"row": header_row, "most": LONGEST_HEADING},
            code="long_header",
        )
    return header


def _repeats_below(header: list[str], rows: list[Record]) -> bool:
    """Whether most of the first row's cells occur again below themselves, as answers do and headings do not."""
    again = [
        any(len(cells) > index and cells[index].casefold() == name.casefold() for _row, cells in rows[:2000])
        for index, name in enumerate(header)
        if name
    ]
    return len(again) > 0 and sum(again) > len(again) / 2


def _rectangular(columns: list[str], rows: list[Record], header_row: int, how: dict[str, Any]) -> Table:
    kept = [index for index, name in enumerate(columns) if name]
    width = len(columns)
    overlong: dict[int, int] = {}
    records = []
    for number, cells in rows:
        if len(cells) > width:
            overlong[number] = len(cells) - width
        padded = cells + [""] * (width - len(cells))
        records.append((number, [padded[index] for index in kept]))
    return Table(
        columns=[columns[index] for index in kept],
        records=records,
        header_row=header_row,
        overlong=overlong,
        **how,
    )


def column_letter(index: int) -> str:
    """Return a column's letter as spreadsheets show it, counting from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
