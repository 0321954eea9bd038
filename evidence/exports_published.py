"""Published evidence as a file: what the public list shows, one row an item."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from evidence.published_words import giver_words
from evidence.selectors.published import Published

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def published_csv(items: Iterable[Published], zone: ZoneInfo) -> bytes:
    """Return a header and one row an item, days by the assembly's clock."""
    head = [
        _("Number"),
        _("Title"),
        _("Kind"),
        _("From"),
        _("Source"),
        _("Position"),
        _("Topics"),
        _("Sessions"),
        _("Summary in plain language"),
        _("Published"),
        _("Corrected"),
        _("What changed"),
        _("Why it was withdrawn"),
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [[_harmless(cell) for cell in row] for row in [head, *(_row(item, zone) for item in items)]]
    )
    return out.getvalue().encode("utf-8-sig")


def _row(item: Published, zone: ZoneInfo) -> list[str]:
    return [
        str(item.number),
        item.title,
        item.kind,
        giver_words(item),
        item.source,
        item.position,
        "; ".join(str(topic) for topic in item.topics),
        "; ".join(str(session.number) for session in item.sessions),
        item.summary,
        _day(item.published_at, zone),
        _day(item.corrected_at, zone),
        item.note,
        item.withdrawn_reason,
    ]


def _day(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).date().isoformat() if moment else ""


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
