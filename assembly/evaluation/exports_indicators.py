"""The behaviours as files: every row says what was counted, of what, from where, and what it cannot show.

Nothing is added up: a row is one line of one indicator.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from assembly.evaluation.selectors.behaviours import ShownBehaviour, ShownIndicator, ShownLine
from assembly.models import Assembly

FORMAT = "assembly-behaviours/1"
COLUMNS = (
    "behaviour",
    "indicator",
    "name",
    "line",
    "value",
    "part",
    "whole",
    "share",
    "days",
    "n",
    "counts",
    "meaning",
    "counted",
    "of",
    "source",
    "cannot_show",
    "not_measured",
    "remark",
    "remark_from",
)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def behaviours_csv(behaviours: Sequence[ShownBehaviour]) -> bytes:
    """Return a header and one row a line; what is not measured has one row that says why."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS)
    rows.writeheader()
    for behaviour in behaviours:
        for indicator in behaviour.indicators:
            for row in _rows(behaviour, indicator):
                rows.writerow({name: _harmless(text) for name, text in row.items()})
    return out.getvalue().encode("utf-8-sig")


def behaviours_json(assembly: Assembly, behaviours: Sequence[ShownBehaviour], *, page: str) -> bytes:
    """Return the same as a document; `page` is the address of the page that shows it."""
    told = {
        "format": FORMAT,
        "assembly": {
            "name": assembly.name,
            "slug": assembly.slug,
            "is_rehearsal": assembly.is_rehearsal,
        },
        "address": page,
        "behaviours": [
            {
                "key": behaviour.key,
                "name": behaviour.label,
                "meaning": behaviour.meaning,
                "indicators": [_indicator(each) for each in behaviour.indicators],
            }
            for behaviour in behaviours
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _indicator(indicator: ShownIndicator) -> dict[str, Any]:
    remark = indicator.remark
    return {
        "key": indicator.key,
        "lines": [{"label": line.label, **_numbers(line)} for line in indicator.lines],
        **_words(indicator),
        "not_measured": indicator.why,
        "remark": {"text": remark.text, "from": remark.made_at.date().isoformat()} if remark else None,
    }


def _rows(behaviour: ShownBehaviour, indicator: ShownIndicator) -> Iterator[dict[str, str]]:
    remark = indicator.remark
    stands = {
        "behaviour": behaviour.key,
        "indicator": indicator.key,
        **_words(indicator),
        "not_measured": indicator.why,
        "remark": remark.text if remark else "",
        "remark_from": remark.made_at.date().isoformat() if remark else "",
    }
    if not indicator.lines:
        yield stands
    for line in indicator.lines:
        numbers = {name: "" if each is None else str(each) for name, each in _numbers(line).items()}
        yield {**stands, "line": line.label, **numbers}


def _words(indicator: ShownIndicator) -> dict[str, str]:
    words = indicator.words
    names = ("name", "meaning", "counted", "of", "source", "cannot_show")
    return {name: str(getattr(words, name)) for name in names}


def _numbers(line: ShownLine) -> dict[str, Any]:
    """Return what a line says in numbers; a share as an exact fraction."""
    share, days = line.share, line.days
    hidden = None if line.is_hidden else line.value
    return {
        "value": line.said,
        "part": share.part if share else None,
        "whole": share.whole if share else None,
        "share": str(share.fraction) if share else None,
        "days": str(days.days) if days else None,
        "n": hidden.n if hidden else None,  # type: ignore[union-attr]
        "counts": "people" if line.counts_people else "things",
    }


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if _FORMULA.match(cell) else cell
