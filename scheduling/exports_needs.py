"""The needs at a session as a file."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from scheduling.selectors.session_needs import NeedRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def needs_csv(rows: Iterable[NeedRow]) -> bytes:
    """Return a header and one row a need, as CSV that spreadsheets open with the right letters."""
    head = [
        _("Seat"),
        _("Member"),
        _("Kind"),
        _("What is needed"),
        _("Who sees to it"),
        _("Needed by"),
        _("State"),
    ]
    lines = [
        [
            str(row.person.seat_number or ""),
            str(row.person),
            str(row.need.kind_label),
            row.need.words,
            row.need.owner,
            row.need.due_on.isoformat() if row.need.due_on else "",
            str(row.need.state_label),
        ]
        for row in rows
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_harmless(cell) for cell in line] for line in [head, *lines]])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
