"""A payment as a file for the bank or the accounts office: who gets how much, where to, and what for."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from scheduling.enums_money import PayWay
from scheduling.models import Payment
from scheduling.selectors.money import PaymentLine

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def payment_csv(payment: Payment, lines: Sequence[PaymentLine]) -> bytes:
    """Return a header and one row for each person, as spreadsheets open it with the right letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    head = [
        _("Name"),
        _("How"),
        _("Account holder"),
        _("Account"),
        _("Amount"),
        _("Currency"),
        _("Reference"),
    ]
    writer.writerow([*head, _("Honoraria"), _("Expenses")])
    for line in lines:
        details = line.details
        writer.writerow(
            [
                _harmless(str(line.person)),
                str(PayWay(line.way).label) if line.way else "",
                _harmless(details.holder) if details else "",
                # An account of digits alone would lose its leading noughts as a number.
                f"'{line.account}" if line.account.isdigit() else line.account,
                f"{line.amount:.2f}",
                payment.currency,
                reference_of(payment, line),
                f"{line.honoraria:.2f}",
                f"{line.claims:.2f}",
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def reference_of(payment: Payment, line: PaymentLine) -> str:
    """Return what stands on the statement: it tells nobody else what the money is for."""
    return f"P{payment.number}-{line.person.pk}"


def _harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
