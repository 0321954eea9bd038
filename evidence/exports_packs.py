"""Addresses of those to whom a pack is posted, as spreadsheets and label printers open them."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from evidence.selectors.deliveries import Reader

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def addresses_csv(readers: Sequence[Reader]) -> bytes:
    """Return a header and one row for each reader; the lines of the address stand in columns of their own."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    most = max((len(reader.address) - 1 for reader in readers), default=0)
    lines = [_("Address line %(number)s") % {"number": number} for number in range(1, max(most, 1) + 1)]
    writer.writerow([_("Seat"), _("Name"), _("Print"), *lines])
    for reader in readers:
        # The registry's first line is the name.
        address = reader.address[1:]
        row = [str(reader.person), reader.print_label, *address]
        writer.writerow([reader.person.seat_number or "", *(_harmless(cell) for cell in row)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
