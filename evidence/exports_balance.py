"""The balance ledger as a file: one row for each value of each dimension of each scope."""

import csv
import io

from django.utils.translation import gettext as _

from evidence.balance import DIMENSIONS
from evidence.balance_words import DIMENSION_NAMES
from evidence.selectors.balance import Ledger

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def balance_csv(ledger: Ledger) -> bytes:
    """Return a header and the rows, as CSV that spreadsheets open with the right letters."""
    kinds = {"assembly": _("Whole assembly"), "topic": _("Topic"), "session": _("Session")}
    head = [_("Of what"), _("Which"), _("What is counted"), _("Value"), _("Said yes"), _("Invited")]
    lines = [
        [
            str(kinds[account.kind]),
            account.title,
            str(DIMENSION_NAMES[name]),
            label,
            str(coming),
            str(invited),
        ]
        for account in ledger.accounts
        for name in DIMENSIONS
        for label, coming, invited in account.rows(name)
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_harmless(cell) for cell in line] for line in [head, *lines]])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
