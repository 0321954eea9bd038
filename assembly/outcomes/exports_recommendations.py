"""Recommendations as a file: texts, states and what waits, never who proposed what."""

import csv
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assembly.outcomes.models import Recommendation

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def recommendations_csv(recommendations: Iterable[Recommendation]) -> bytes:
    """Return a header and one row a recommendation, as CSV that spreadsheets open with the right letters."""
    head = [
        _("Number"),
        _("Number in the report"),
        _("Theme"),
        _("State"),
        _("In a few words"),
        _("What the assembly recommends"),
        _("Why"),
        _("Conditions"),
        _("What it may cost"),
        _("Version"),
        _("Saved on"),
        _("Open amendments"),
        _("Open comments"),
        _("Why it was withdrawn"),
    ]
    lines = [[_harmless(cell) for cell in line] for line in [head, *map(_line, recommendations)]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _line(recommendation: Recommendation) -> list[str]:
    text = recommendation.present
    return [
        str(recommendation.number),
        str(recommendation.report_number or ""),
        str(recommendation.theme or ""),
        str(recommendation.get_state_display()),
        *text.words().values(),
        str(text.number),
        text.made_at.date().isoformat(),
        str(recommendation.open_amendments or 0),
        str(recommendation.open_comments or 0),
        recommendation.withdrawn_reason,
    ]


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if _FORMULA.match(cell) else cell
