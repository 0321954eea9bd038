"""What bodies owe and what they decided, as a file."""

import csv
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assembly.outcomes.models import FormalResponse

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def responses_csv(responses: Iterable[FormalResponse]) -> bytes:
    """Return a header and one row an answer, as CSV that spreadsheets open with the right letters.

    responses: as `with_countdowns` gives them.
    """
    head = [
        _("Recommendation"),
        _("In a few words"),
        _("Theme"),
        _("Body"),
        _("Part"),
        _("State"),
        _("Decision"),
        _("First due"),
        _("Due"),
        _("Expected"),
        _("Late since"),
        _("Published"),
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in line] for line in (head, *map(_line, responses)))
    return out.getvalue().encode("utf-8-sig")


def _line(response: FormalResponse) -> list[str]:
    recommendation = response.recommendation
    days = (response.first_due_on, response.due_on, response.expected_on, response.overdue_since)
    return [
        str(recommendation.report_number or recommendation.number),
        str(recommendation.frozen_version),
        str(recommendation.theme or ""),
        str(response.body),
        str(response.get_part_display()),
        str(response.get_state_display()),
        str(response.decision_label),
        *(day.isoformat() if day else "" for day in days),
        response.first_published_at.date().isoformat() if response.first_published_at else "",
    ]


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if _FORMULA.match(cell) else cell
