"""Excel files: the sheet's cells as text. Formulas are never run: the value that was kept is read, or their text."""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from sortition.reading.errors import Unreadable
from sortition.reading.table import MOST_COLUMNS, MOST_ROWS, Record, Table, make_table

# A workbook of 100,000 rows and 20 columns unpacks to about 120 MB.
MOST_UNPACKED_BYTES = 600 * 1024 * 1024
MOST_PARTS = 2_000
_CHUNK = 1 << 20


def read_workbook(data: bytes, *, sheet: str = "", header_row: int = 0) -> Table:
    """Read one sheet of an XLSX file: the named one, or the first that holds a table.

    Raises:
        Unreadable: not an Excel file, too large when unpacked, or no table in it.
    """
    _check_archive(data)
    with warnings.catch_warnings():
        # openpyxl warns of styles and validations that it does not keep; only the cells matter here.
        warnings.simplefilter("ignore")
        try:
            return _read(data, sheet, header_row)
        except Unreadable:
            raise
        except Exception as error:  # openpyxl lets through whatever its parsers stumble over
            raise Unreadable(
                _(
                    "This Excel file is damaged and cannot be read."
                    " Open it in your spreadsheet program and save it again as XLSX."
                ),
                code="damaged_workbook",
            ) from error


def _check_archive(data: bytes) -> None:
    """Refuse what is not a workbook, what unpacks to more than any pool needs, and XML that declares entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _not_a_workbook() from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise _not_a_workbook()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unreadable(
            _(
                "Unpacked, this Excel file is larger than %(size)d MB."
                " Copy the sheet with the people into a new file and save it as CSV."
            )
            % {"size": MOST_UNPACKED_BYTES // 1024 // 1024},
            code="unpacked_too_large",
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _declares_entities(archive, part):
            raise _not_a_workbook()


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(part) as stream:
            return b"<!DOCTYPE" in stream.read(4096) if part.file_size else False
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError, EOFError):
        return True
    except Exception as error:
        raise _not_a_workbook() from error


def _read(data: bytes, sheet: str, header_row: int) -> Table:
    kept = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    names = tuple(each.title for each in kept.worksheets if each.sheet_state == "visible") or tuple(
        each.title for each in kept.worksheets
    )
    if not names:
        raise Unreadable(_("This Excel file has no sheet with cells."), code="no_sheet")
    formulas = None
    if _has_formulas(data):
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    first_fault = None
    for name in [sheet] if sheet in names else names:
        try:
            records = _records(kept, formulas, name)
            return make_table(records, header_row=header_row, kind="xlsx", sheet=name, sheets=names)
        except Unreadable as fault:
            first_fault = first_fault or fault
    raise first_fault or _not_a_workbook()


def _records(kept: Any, formulas: Any, name: str) -> Iterator[Record]:
    rows = _cells(kept[name])
    if formulas is None:
        for number, cells in enumerate(rows, start=1):
            yield number, [_as_text(cell) for cell in cells]
        return
    for number, (cells, written) in enumerate(zip(rows, _cells(formulas[name]), strict=False), start=1):
        yield (
            number,
            [
                _as_text(formula if cell is None else cell)
                for cell, formula in zip(cells, written, strict=False)
            ],
        )


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The size that a file states for itself is often wrong.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(cells) > MOST_COLUMNS and any(cell is not None for cell in cells[MOST_COLUMNS:]):
            raise Unreadable(
                _("Row %(row)d has more than %(most)d columns. Delete what is not needed at its right end.")
                % {"row": number, "most": MOST_COLUMNS},
                code="too_wide",
            )
        yield cells[:MOST_COLUMNS]
        if number > MOST_ROWS + 2:
            return


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/"):
                with archive.open(part) as stream:
                    tail = b""
                    while chunk := stream.read(_CHUNK):
                        if re.search(rb"<(\w+:)?f[ >/]", tail + chunk):
                            return True
                        tail = chunk[-16:]
    return False


def _as_text(cell: Any) -> str:  # noqa: PLR0911 (one line per kind of cell)
    """Write a cell as people would type it: whole numbers without “.0”, dates as 2026-03-31."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unescape(cell) if "_x" in cell else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    text = getattr(cell, "text", None)  # an array formula
    return str(cell if text is None else text)


def _not_a_workbook() -> Unreadable:
    return Unreadable(
        _(
            "This is a ZIP archive, not an Excel file, whatever its name says."
            " Unpack it and upload the spreadsheet itself."
        ),
        code="not_a_workbook",
    )
