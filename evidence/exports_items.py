"""Evidence items as a file: one row an item."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from evidence.models import EvidenceItem

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def items_csv(items: QuerySet[EvidenceItem], zone: ZoneInfo) -> bytes:
    """Return a header and one row an item, moments by the assembly's clock; drafts by their title alone."""
    rows: list[list[str]] = [
        [
            _("Number"),
            _("Title"),
            _("Kind"),
            _("State"),
            _("From"),
            _("Topics"),
            _("Sessions"),
            _("Position"),
            _("Wanted by"),
            _("Embargo until"),
            _("Released to members"),
            _("Published"),
        ]
    ]
    dated = items.annotate(
        last_released=Max("versions__released_at"), last_published=Max("versions__published_at")
    )
    rows += [_row(item, zone) for item in dated]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_harmless(row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _row(item: EvidenceItem, zone: ZoneInfo) -> list[str]:
    return [
        str(item.number),
        item.title,
        str(item.get_kind_display()),
        str(item.get_state_display()),
        str(item.witness or ""),
        "; ".join(str(topic) for topic in item.topics.all()),
        "; ".join(str(session.number) for session in item.sessions.all()),
        str(item.get_position_display()),
        item.wanted_by.isoformat() if item.wanted_by else "",
        *(_told(each, zone) for each in (item.embargo_until, item.last_released, item.last_published)),
    ]


def _told(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""


def _harmless(row: Sequence[str]) -> list[str]:
    """Put an apostrophe before what a spreadsheet would compute."""
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in row]
