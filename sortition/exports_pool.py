"""Files that leave the pool: respondents, rejected rows, changes. Nothing here writes to the database."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sortition.lottery.escapes import escaped
from sortition.models import Category, PoolImport, Respondent
from sortition.reading.fields import MADE_ID_HEADING, REASON_HEADING, ROW_HEADING
from sortition.reading.rows import ROW
from sortition.resources import RespondentResource
from sortition.selectors.dry_run import DryRun
from sortition.selectors.imports import import_frame
from sortition.text_workbook import write_workbook

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe_cell(value: Any) -> str:
    """Return a cell as text no spreadsheet runs; the import reads it back as it was."""
    return "" if value is None else escaped(str(value))


def write_table(stream: IO[bytes], rows: Iterable[Sequence[Any]], file_format: str, title: str) -> None:
    """Write rows as CSV (UTF-8 with byte order mark, so that spreadsheets see it) or as XLSX with text cells."""
    cells = ([safe_cell(cell) for cell in row] for row in rows)
    if file_format == XLSX:
        write_workbook(stream, cells, title)
        return
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    csv.writer(text).writerows(cells)
    text.detach()


def table_file(rows: Iterable[Sequence[Any]], file_format: str, title: str) -> bytes:
    """Return a table as a file; a pool of 100,000 takes some twenty megabytes."""
    stream = io.BytesIO()
    write_table(stream, rows, file_format, title)
    return stream.getvalue()


class Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        """Yield the rows."""
        for row in self.rows:
            self.count += 1
            yield row


def pool_rows(respondents: QuerySet[Respondent], categories: Sequence[Category]) -> Iterator[list[str]]:
    """Yield a row of headings, then one row per respondent (annotated with `standing`): fields, answers, standing."""
    return RespondentResource(categories).rows(respondents)


def changed_rows(found: DryRun) -> Iterator[list[Any]]:
    """Yield a row of headings, then one row for each field that an import would change."""
    yield [_("Id"), ROW_HEADING, _("What changes"), _("Before"), _("After")]
    for change in found.changed:
        head = [found.rows.references[change.position], found.rows.numbers[change.position]]
        for difference in change.differences:
            yield [*head, *difference]


def rejected_rows(pool_import: PoolImport, found: DryRun) -> Iterator[list[Any]]:
    """Yield the rejected rows of a file as they came, with the reason, ready to be corrected and uploaded again.

    Where ids were made, they stand in a column of their own, so that a corrected row keeps its identity.
    """
    reasons: dict[int, list[str]] = {}
    for each in found.rejections:
        where = f"{each.column}: " if each.column else ""
        reasons.setdefault(each.row, []).append(f"{where}{each.reason}")
    row_heading, reason_heading = str(ROW_HEADING), str(REASON_HEADING)
    # A file that was rejected, corrected and rejected again has these columns already.
    columns = [name for name in pool_import.reading["columns"] if name not in (row_heading, reason_heading)]
    frame = import_frame(pool_import)
    made = found.rows.makes_references
    ids = dict(zip(found.rows.numbers, found.rows.references, strict=True)) if made else {}
    yield [*columns, *([str(MADE_ID_HEADING)] if made else []), row_heading, reason_heading]
    rejected = frame[frame[ROW].isin(reasons)]
    for number, *cells in rejected[[ROW, *columns]].itertuples(index=False, name=None):
        yield [*cells, *([ids[number]] if made else []), number, " ".join(reasons[number])]
