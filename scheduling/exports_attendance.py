"""Attendance as a file: members by seat, one column for each half."""

import csv
import io
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from scheduling.attendance_matrix import Matrix
from scheduling.models import Attendance

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def attendance_csv(matrix: Matrix) -> bytes:
    """Return a header and one row a member, as a spreadsheet opens it with the right letters."""
    head = [_("Seat"), _("Name"), *(str(column) for column in matrix.columns), _("Halves attended")]
    rows = [head]
    for line in matrix.lines:
        states = [_told(cell) for cell in line.cells]
        rows.append([str(line.person.seat_number), str(line.person), *states, str(line.attended)])
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_harmless(row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _told(cell: Attendance | None) -> str:
    if cell is None:
        return ""
    said = str(cell.get_state_display())
    return f"{said} ({cell.get_caught_up_display()})" if cell.caught_up else said


def _harmless(row: Sequence[str]) -> list[str]:
    """Put an apostrophe before what a spreadsheet would compute."""
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row]
