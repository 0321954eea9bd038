"""Commitments as a file."""

import csv
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assembly.outcomes.models import Commitment

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def commitments_csv(commitments: Iterable[Commitment]) -> bytes:
    """Return a header and one row a commitment, as CSV that spreadsheets open with the right letters.

    commitments: as `commitments_of` gives them.
    """
    head = [
        _("Commitment"),
        _("Recommendation"),
        _("Body"),
        _("What will be done"),
        _("Owner"),
        _("State"),
        _("Late"),
        _("Report overdue"),
        _("Verification"),
        _("Done by"),
        _("Now expected"),
        _("Reason"),
        _("Next report due"),
        _("Finished"),
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in line] for line in (head, *map(_line, commitments)))
    return out.getvalue().encode("utf-8-sig")


def _line(commitment: Commitment) -> list[str]:
    recommendation = commitment.promised_in.response.recommendation
    return [
        str(commitment.number),
        str(recommendation.report_number or recommendation.number),
        str(commitment.body),
        commitment.text,
        commitment.owner,
        str(commitment.get_state_display()),
        _("yes") if commitment.is_late else _("no"),
        _("yes") if commitment.is_stale else _("no"),
        str(commitment.get_verification_display()),
        _day(commitment.due_on),
        _day(commitment.expected_on),
        commitment.reason,
        _day(commitment.next_report_on),
        _day(commitment.finished_on),
    ]


def _day(day: object) -> str:
    return day.isoformat() if day else ""  # type: ignore[attr-defined]


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if _FORMULA.match(cell) else cell
