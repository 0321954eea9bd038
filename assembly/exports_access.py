"""Everything that is held about one person, as plain values: what they may ask to have a copy of. Reads only."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.models import AuditEvent
from assembly.personal_data import Declaration, declarations
from assembly.record import sentence_of


@dataclass(frozen=True)
class Held:
    """The rows of one kind about a subject: what they are called, why they are held, and per row (label, value)."""

    label: str
    purpose: str
    rows: list[list[tuple[str, str]]]


def held_about(kind: str, pk: int) -> list[Held]:
    """Return what each model holds about a subject, and then the entries of the record."""
    found = []
    references: list[tuple[str, str]] = []
    for declaration in declarations():
        if kind not in declaration.rows:
            continue
        rows = list(declaration.rows[kind]([pk]))
        if declaration.is_confidential:
            if rows:
                withheld = _("%(n)s, held in confidence: those who deal with it answer questions")
                found.append(
                    Held(
                        str(declaration.name),
                        str(declaration.purpose),
                        [[(_("number"), withheld % {"n": len(rows)})]],
                    )
                )
            continue
        references += [(declaration.model._meta.model_name or "", str(row.pk)) for row in rows]
        if rows:
            cells = [_cells(declaration, row) for row in rows]
            found.append(Held(str(declaration.name), str(declaration.purpose), cells))
    events = _events(references)
    if events:
        found.append(Held(_("Entries of the record"), _("To show who did what"), events))
    return found


def access_json(kind: str, pk: int, *, now: datetime) -> dict[str, Any]:
    """Return the copy as JSON values."""
    return {
        "made_at": now.isoformat(),
        "about": {"kind": kind, "number": pk},
        "held": [
            {"what": held.label, "why": held.purpose, "rows": [dict(row) for row in held.rows]}
            for held in held_about(kind, pk)
        ],
    }


def _cells(declaration: Declaration, row: models.Model) -> list[tuple[str, str]]:
    """Return every field of a row that has a name for people: neither keys of tables nor digests."""
    cells = []
    for column in row._meta.fields:
        # Django makes a name of the attribute's where the model gives none; that one is for programmers.
        label = declaration.labels.get(column.name) or column._verbose_name
        is_key = isinstance(column, models.AutoField)
        if label and not is_key and column.name not in declaration.impersonal:
            cells.append((str(label), _shown(row, column)))
    return cells or [(_("content"), _("packed: what stood there before"))]


def _shown(row: models.Model, column: "models.Field[Any, Any]") -> str:
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    value = getattr(row, column.name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def _events(references: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    concerned = models.Q(pk=None)
    for object_type, object_id in references:
        concerned |= models.Q(object_type=object_type, object_id=object_id)
    events = AuditEvent.objects.filter(concerned).select_related("actor", "kept").order_by("pk")
    return [_told(event) for event in events]


def _told(event: AuditEvent) -> list[tuple[str, str]]:
    """Tell an entry to whom it concerns: the sentence, and of the details what the sentence leaves out."""
    sentence = sentence_of(event)
    details = {name: value for name, value in event.details.items() if str(value) not in sentence}
    return [
        (_("when"), date_format(timezone.localtime(event.at), "j F Y, H:i")),
        (_("what"), sentence),
        (_("details"), json.dumps(details, ensure_ascii=False) if details else ""),
    ]
