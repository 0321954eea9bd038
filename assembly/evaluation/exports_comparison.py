"""Assemblies side by side as CSV and JSON: one row for each measure and assembly, with definition and source."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from assembly.evaluation.selectors.comparison import Compared, Comparison

FORMAT = "assembly-comparison/1"
COLUMNS = (
    "assembly",
    "slug",
    "measure",
    "label",
    "unit",
    "is_known",
    "value",
    "decimal",
    "part",
    "most",
    "whole",
    "currency",
    "why_not_known",
    "definition",
)
"""`value` is exact, as a fraction where it is none of whole numbers; `decimal` is the same, rounded to six digits.

Where `most` stands, the share is known no more exactly than from `part` to `most` of `whole`, and has no value.
"""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def comparison_csv(found: Iterable[Comparison]) -> bytes:
    """Return a header and the rows, as CSV that spreadsheets open with the right letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _rows(found):
        cells = ("" if row[name] is None else str(row[name]) for name in COLUMNS)
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def comparison_json(found: Iterable[Comparison], now: datetime) -> bytes:
    """Return the same as JSON."""
    told = {"format": FORMAT, "made_at": now.isoformat(), "rows": list(_rows(found))}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _rows(found: Iterable[Comparison]) -> Iterator[dict[str, Any]]:
    for comparison in found:
        for each in comparison.rows:
            yield _row(each)


def _row(each: Compared) -> dict[str, Any]:
    reading, measure = each.reading, each.measure
    exact = reading if reading and reading.most is None else None
    return {
        "assembly": each.assembly.name,
        "slug": each.assembly.slug,
        "measure": measure.key,
        "label": str(measure.label),
        "unit": str(measure.unit),
        "is_known": reading is not None,
        "value": str(exact.value) if exact else None,
        "decimal": f"{float(exact.value):.6f}" if exact else None,
        "part": reading.part if reading else None,
        "most": reading.most if reading else None,
        "whole": reading.whole if reading else None,
        "currency": reading.currency if reading else "",
        "why_not_known": "" if reading else str(measure.lacking),
        "definition": str(measure.definition),
    }
