"""The publication calendar as data: CSV, JSON, and a file for calendar programs (RFC 5545). The pages show the same."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from assembly.models import Assembly
from assembly.selectors_publication import PublicationRow, PublicationSummary

FORMAT = "assembly-calendar/1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CALENDAR_TYPE = "text/calendar; charset=utf-8"
COLUMNS = (
    "number",
    "title",
    "what",
    "kind",
    "standing",
    "first_due_on",
    "due_on",
    "moved",
    "reasons",
    "out_since",
    "days_late",
    "in_words",
    "address",
    "note",
    "withdrawn_on",
    "reason_withdrawn",
    "corrected_on",
    "correction",
)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")

Whole = Callable[[str], str]
"""From an address of the house to the whole one."""


def calendar_csv(rows: Iterable[PublicationRow], whole: Whole) -> bytes:
    """Return a header and one row a promise, as CSV that spreadsheets open with the right letters."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        told = {**_told(row, whole), "moved": len(row.moves)}
        told["reasons"] = "; ".join(day.reason for day in row.moves)
        writer.writerow([_cell(told[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def calendar_json(assembly: Assembly, summary: PublicationSummary, *, home: str, whole: Whole) -> bytes:
    """Return everything; `home` is the whole address of the calendar."""
    told = {
        "format": FORMAT,
        "licence": LICENCE,
        "assembly": {
            "name": assembly.name,
            "slug": assembly.slug,
            "commissioning_authority": assembly.commissioning_authority,
            "is_rehearsal": assembly.is_rehearsal,
            "address": home,
        },
        "summary": {
            "promised": summary.promised,
            "delivered": summary.delivered,
            "on_time": summary.on_time,
            "late": summary.late,
            "overdue": summary.overdue,
            "pending": summary.pending,
            "withdrawn": summary.withdrawn,
        },
        "promises": [{**_told(row, whole), "days": _days(row)} for row in summary.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def calendar_ics(assembly: Assembly, rows: Iterable[PublicationRow], *, home: str, whole: Whole) -> bytes:
    """Return the promised days as whole days; the same promises give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Assembly//Publication//{(get_language() or 'en').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("What %(assembly)s has promised to publish") % {"assembly": " ".join(assembly.name.split())}
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    events = [_event(assembly, row, home, whole) for row in sorted(rows, key=lambda row: row.number)]
    # The standard wants one component at least.
    for each in events or [Timezone.from_tzid("UTC")]:
        calendar.add_component(each)
    return calendar.to_ical()


def _event(assembly: Assembly, row: PublicationRow, home: str, whole: Whole) -> Event:
    last = row.days[-1]
    event = Event()
    event.add("uid", f"promise-{assembly.pk}-{row.number}@assembly")
    event.add("sequence", last.number - 1)
    event.add("dtstamp", last.set_at.astimezone(UTC))
    event.add("created", row.item.promised_at.astimezone(UTC))
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", " ".join(row.title.split()))
    lines = [row.item.what, *(day.reason for day in row.moves), row.item.reason]
    if any(lines):
        event.add("description", "\n".join(filter(None, lines)))
    event.add("url", whole(row.link) if row.link else home)
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if row.is_withdrawn else "CONFIRMED")
    return event


def _told(row: PublicationRow, whole: Whole) -> dict[str, Any]:
    item = row.item
    return {
        "number": row.number,
        "title": row.title,
        "what": item.what,
        "kind": item.kind,
        "standing": row.standing,
        "first_due_on": _day(row.first_due_on),
        "due_on": _day(row.due_on),
        "out_since": _day(row.done_on),
        "days_late": None if row.is_withdrawn else row.days_late,
        "in_words": row.words,
        "address": whole(row.link) if row.link else "",
        "note": item.note,
        "withdrawn_on": _day(item.withdrawn_on),
        "reason_withdrawn": item.reason,
        "corrected_on": _day(item.corrected_on),
        "correction": item.correction,
    }


def _days(row: PublicationRow) -> list[dict[str, Any]]:
    return [
        {"due_on": _day(day.due_on), "set_at": day.set_at.isoformat(), "reason": day.reason}
        for day in row.days
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    # A spreadsheet would compute what begins like a formula; a number below zero is none.
    text = str(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text
