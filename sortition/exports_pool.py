"""Files that leave the pool: respondents, and the rejected rows of an import. Nothing here writes to the database."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from sortition.enums import Channel, Standing
from sortition.lottery.escapes import escaped
from sortition.models import Category, PoolImport, Respondent
from sortition.reading.fields import BY_NAME, STORED_FIELDS
from sortition.reading.rows import ROW
from sortition.selectors.dry_run import DryRun, import_frame

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe_cell(value: Any) -> str:
    """Return a cell as text no spreadsheet runs; the import reads it back as it was."""
    return "" if value is None else escaped(str(value))


def table_file(rows: Iterable[Sequence[Any]], file_format: str, title: str) -> bytes:
    """Write rows as CSV (UTF-8 with byte order mark, so that spreadsheets see it) or as XLSX with text cells."""
    if file_format == CSV:
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows([safe_cell(cell) for cell in row] for row in rows)
        return buffer.getvalue().encode("utf-8-sig")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=safe_cell(value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pool_rows(respondents: QuerySet[Respondent], categories: Sequence[Category]) -> Iterator[list[Any]]:
    """Yield a row of headings, then one row per respondent (annotated with `standing`): fields, answers, standing."""
    yield [
        BY_NAME["reference"].label,
        *(BY_NAME[name].label for name in STORED_FIELDS),
        *(category.name for category in categories),
        _("Standing"),
    ]
    for person in respondents.prefetch_related("answers__value").iterator(chunk_size=2_000):
        answers = {answer.category_id: answer.value for answer in person.answers.all()}
        yield [
            person.reference,
            *(_shown(name, getattr(person, name)) for name in STORED_FIELDS),
            *(answers[each.pk].name if answers.get(each.pk) else "" for each in categories),
            Standing(person.standing).label,
        ]


def rejected_rows(pool_import: PoolImport, found: DryRun) -> Iterator[list[Any]]:
    """Yield the rejected rows of a file as they came, with the reason, ready to be corrected and uploaded again.

    Where ids were made, they stand in a column of their own, so that a corrected row keeps its identity.
    """
    reasons: dict[int, list[str]] = {}
    for each in found.rejections:
        where = f"{each.column}: " if each.column else ""
        reasons.setdefault(each.row, []).append(f"{where}{each.reason}")
    row_heading, reason_heading = _("Row in the file"), _("Reason for rejection")
    # A file that was rejected, corrected and rejected again has these columns already.
    columns = [name for name in pool_import.reading["columns"] if name not in (row_heading, reason_heading)]
    frame = import_frame(pool_import)
    made = found.rows.makes_references
    ids = dict(zip(found.rows.numbers, found.rows.references, strict=True)) if made else {}
    yield [*columns, *([_("Id given here")] if made else []), row_heading, reason_heading]
    rejected = frame[frame[ROW].isin(reasons)]
    for number, *cells in rejected[[ROW, *columns]].itertuples(index=False, name=None):
        yield [*cells, *([ids[number]] if made else []), number, " ".join(reasons[number])]


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(Channel(value).label) if name == "channel" else str(value)
