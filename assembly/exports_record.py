"""The record as a file, for auditors: everything that is needed to compute the chain again without this product."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assembly.models import Assembly, AuditEvent, EventDetails
from assembly.models.record import chain_key
from assembly.record import actor_name, sentence_of
from assembly.selectors import with_people

FORMAT = 1
_BATCH = 2_000


def record_json(assembly: Assembly, events: QuerySet[AuditEvent], *, now: datetime) -> Iterator[str]:
    """Yield the pieces of a JSON file: a head, and the entries in the order of the chain, one on each line."""
    head = {
        "format": FORMAT,
        "chain": chain_key(assembly.pk),
        "assembly": assembly.name,
        "made_at": _moment(now),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "entries": ['
    mark = "\n"
    for event in _in_order(events):
        yield mark + json.dumps(_entry(event), ensure_ascii=False)
        mark = ",\n"
    yield "\n]}\n"


def record_csv(events: QuerySet[AuditEvent]) -> Iterator[str]:
    """Yield the lines of a CSV file for spreadsheets; details as JSON, blank where they were erased."""
    yield "\ufeff" + _line(
        [
            _("Number"),
            _("When (UTC)"),
            _("What happened"),
            _("Done by"),
            "type",
            "object_type",
            "object_id",
            "actor",
            "details",
            "details_digest",
            "previous",
            "digest",
        ]
    )
    for event in _in_order(events):
        entry = _entry(event)
        told = [event.number, entry["at"], sentence_of(event), actor_name(event)]
        names = (
            "type",
            "object_type",
            "object_id",
            "actor",
            "details",
            "details_digest",
            "previous",
            "digest",
        )
        yield _line([*told, *(entry[name] for name in names)])


def _entry(event: AuditEvent) -> dict[str, Any]:
    """Return what the digest of an entry covers, with details and salt as they are kept; None once erased."""
    try:
        details, salt = event.kept.text, bytes(event.kept.salt).hex()
    except EventDetails.DoesNotExist:
        details, salt = None, None
    return {
        "number": event.number,
        "type": event.type,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "actor": event.actor_id,
        "at": _moment(event.at),
        "details": details,
        "salt": salt,
        "details_digest": event.details_digest,
        "previous": event.previous,
        "digest": event.digest,
    }


def _in_order(events: QuerySet[AuditEvent]) -> Iterator[AuditEvent]:
    """Yield entries from the first to the last, with the names of the people whom they concern."""
    found: Iterator[AuditEvent] = events.order_by("number").iterator(chunk_size=_BATCH)
    while batch := list(islice(found, _BATCH)):
        yield from with_people(batch)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _line(cells: Iterable[Any]) -> str:
    """Return one line of CSV; what a spreadsheet would take for a formula becomes text."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    out = io.StringIO()
    csv.writer(out).writerow(
        ["'" + text if text.startswith(("=", "+", "-", "@")) else text for text in texts]
    )
    return out.getvalue()
