"""The panel's people as CSV and XLSX, safe against formulas in cells."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from sortition.lottery.escapes import escaped
from sortition.selectors.panel import PanelPerson


def panel_rows(people: Sequence[PanelPerson], categories: Sequence[str]) -> list[list[str]]:
    """Return a header and one row a person, in the order of seats."""
    head = [
        _("Seat"),
        _("Id"),
        _("First name"),
        _("Last name"),
        _("E-mail address"),
        _("Phone"),
        _("Address"),
        _("Postcode"),
        _("State"),
        *categories,
    ]
    rows = [head]
    for person in people:
        r = person.respondent
        contact = [
            r.first_name,
            r.last_name,
            r.email,
            r.phone,
            r.address,
            r.postcode,
            str(person.row.get_state_display()),
        ]
        answers = [person.answers.get(category, "") for category in categories]
        rows.append([str(person.seat), r.reference, *contact, *answers])
    return rows


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as CSV that spreadsheets open with the right letters."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Write rows as a workbook of text cells, so that no cell is ever computed; seat numbers are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    for number, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            cell = WriteOnlyCell(sheet, value=int(text) if number and column == 0 else harmless(text))
            if number == 0:
                cell.font = bold
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute; a plain number such as +44 7700 900000 stays."""
    is_number = cell[1:].replace(" ", "").isdigit()
    return cell if is_number else escaped(cell)
