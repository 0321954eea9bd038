"""A case entry as JSON (docs/case-schema.json), and its main fields as one row of CSV."""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "address": ("address",),
    "licence": ("licence",),
    "is_rehearsal": ("is_rehearsal",),
    "question": ("purpose", "question"),
    "in_scope": ("purpose", "in_scope"),
    "out_of_scope": ("purpose", "out_of_scope"),
    "response_promise": ("purpose", "response_promise"),
    "who_pays": ("funding", "who_pays"),
    "budget": ("funding", "amount"),
    "currency": ("funding", "currency"),
    "places": ("location", "places"),
    "start": ("time", "start"),
    "end": ("time", "end"),
    "is_ongoing": ("time", "is_ongoing"),
    "days": ("time", "days"),
    "seats": ("participants", "seats"),
    "members": ("participants", "members"),
    "selection": ("participants", "selection", "kind"),
    "letters": ("participants", "selection", "letters"),
    "answers": ("participants", "selection", "answers"),
    "pool": ("participants", "selection", "pool"),
    "is_face_to_face": ("method", "is_face_to_face"),
    "voting": ("method", "voting"),
    "evidence_items": ("evidence", "items"),
    "questions_answered": ("evidence", "questions_answered"),
    "report_published_on": ("outcomes", "report_published_on"),
    "recommendations": ("outcomes", "recommendations"),
    "recommendations_answered": ("responses", "answered"),
    "promises": ("responses", "promises"),
    "promises_delivered": ("responses", "promises_delivered"),
    "what_we_did": ("learning", "did"),
    "what_we_learnt": ("learning", "learnt"),
    "advice": ("learning", "advice"),
}
"""Column → where it stands in the entry. Lists of texts are joined; other lists are counted."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def case_json(case: Mapping[str, Any]) -> bytes:
    """Return the whole entry."""
    return json.dumps(case, ensure_ascii=False, indent=1).encode()


def case_csv(case: Mapping[str, Any]) -> bytes:
    """Return a header and one row, as CSV that spreadsheets open with the right letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow([_harmless(_cell(case, path)) for path in COLUMNS.values()])
    return out.getvalue().encode("utf-8-sig")


def _cell(case: Mapping[str, Any], path: tuple[str, ...]) -> str:
    value: Any = case
    for name in path:
        value = value[name] if value is not None else None
    if value is None:
        return ""
    if isinstance(value, list):
        is_text = all(isinstance(each, str) for each in value)
        return "; ".join(value) if is_text else str(len(value))
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
