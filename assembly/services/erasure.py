"""Erase what is held about people, wherever it is, and leave the statistics."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import QuerySet

from assembly.erasure_ledger import note_erasures, noted_erasures
from assembly.free_text import patterns_of
from assembly.models import Assembly, AuditEvent, EventDetails, User
from assembly.personal_data import Declaration, blank_value, declarations, subject_kind
from assembly.services.record import erase_details, record_event

AT_ONCE = 500
"""Rows written at once."""


@transaction.atomic
def erase_subjects(
    *,
    kind: str,
    pks: Collection[int],
    assembly: Assembly | None,
    actor: User | None,
    now: datetime,
    reason: str,
) -> dict[str, int]:
    """Blank every declared field about some people, delete their files, erase the record's details about them.

    The record's heads stay: that something happened, to which object, by whom, when. Details of other entries that
    name a person by e-mail, phone, name or address are erased as well: in `assembly`, or everywhere without one.
    Files go after the commit, when nothing can bring the rows back; the ledger beside the database is written then
    too, so that a backup that is put back can be brought up to date.

    Returns:
        model's label → rows that were blanked or deleted, and "record" → entries whose details were erased.
    """
    texts = subject_kind(kind).texts(pks)
    # The full lock only where rows are deleted: others may go on pointing at the rest (ADR 0025).
    held = [
        (each, list(each.rows[kind](pks).select_for_update(no_key=not each.is_deleted, of=("self",))))
        for each in declarations()
        if kind in each.rows
    ]
    references = {(each.model._meta.model_name or "", str(row.pk)) for each, rows in held for row in rows}
    about = _events_about(references, texts, assembly)
    for declaration, rows in held:
        _blank(declaration, rows)
    counts = {each.model._meta.label_lower: len(rows) for each, rows in held if rows}
    counts["record"] = _erase_from_record(about, actor=actor, now=now, reason=reason)
    record_event(
        "privacy.erased",
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            "kind": kind,
            "subjects": sorted(pks),
            "people": len(pks),
            "reason": reason,
            "counts": counts,
        },
    )
    transaction.on_commit(lambda: note_erasures(settings.ERASURE_LEDGER, kind, pks, now))
    return counts


def _blank(declaration: Declaration, rows: Sequence[models.Model]) -> None:
    """Blank the declared fields of rows, or delete them; their files are deleted after the commit."""
    names = [*declaration.personal, *declaration.sensitive]
    for row in rows:
        for name in names:
            column: Any = declaration.model._meta.get_field(name)
            if isinstance(column, models.FileField):
                _delete_after_commit(column.storage, getattr(row, name).name)
                setattr(row, name, "")
            elif name in declaration.erased:
                setattr(row, name, declaration.erased[name](row))
            else:
                setattr(row, name, blank_value(column))
    manager = declaration.model._default_manager
    if declaration.is_deleted:
        manager.filter(pk__in=[row.pk for row in rows]).delete()
    elif names:
        manager.bulk_update(rows, names, batch_size=AT_ONCE)


def _delete_after_commit(storage: Storage, name: str) -> None:
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _erase_from_record(found: Iterable[AuditEvent], *, actor: User | None, now: datetime, reason: str) -> int:
    """Erase the details of entries, assembly by assembly, each of which says so in its own record."""
    by_assembly: dict[Assembly | None, list[AuditEvent]] = {}
    for event in found:
        by_assembly.setdefault(event.assembly, []).append(event)
    return sum(
        erase_details(events=events, assembly=assembly, reason=reason, actor=actor, now=now)
        for assembly, events in by_assembly.items()
    )


def _events_about(
    references: Collection[tuple[str, str]], texts: Iterable[str], assembly: Assembly | None
) -> list[AuditEvent]:
    """Return every entry about the rows, and every entry whose details hold one of the texts.

    What says that details were erased is left out: without it the erased would look like a fault of the record.
    """
    everything = AuditEvent.objects.exclude(type="record.details_erased").filter(kept__isnull=False)
    types = {object_type for object_type, _ in references}
    about = {
        pk
        for pk, *reference in everything.filter(object_type__in=types).values_list(
            "pk", "object_type", "object_id"
        )
        if tuple(reference) in references
    }
    searched = everything.filter(assembly=assembly) if assembly is not None else everything
    about.update(_naming(searched, texts))
    return list(_in_batches(everything.select_related("assembly"), sorted(about)))


def _naming(events: QuerySet[AuditEvent], texts: Iterable[str]) -> Iterator[int]:
    """Yield the keys of events whose details hold one of the texts, in whatever capitals."""
    patterns = patterns_of(json.dumps(text, ensure_ascii=False)[1:-1] for text in texts)
    details = EventDetails.objects.filter(event__in=events.order_by().values("pk"))
    for pattern in patterns:
        for pk, text in details.values_list("pk", "text").iterator(chunk_size=2_000):
            if pattern.search(text):
                yield pk


def _in_batches(events: QuerySet[AuditEvent], pks: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(pks), AT_ONCE):
        yield from events.filter(pk__in=pks[start : start + AT_ONCE])


def complete_ledger(now: datetime) -> int:
    """Note erasures of the record that the ledger lacks, because a crash came between commit and ledger."""
    noted = set(noted_erasures(settings.ERASURE_LEDGER))
    missing = 0
    for event in AuditEvent.objects.filter(type="privacy.erased").select_related("kept"):
        kind, pks = event.details.get("kind", ""), event.details.get("subjects", [])
        forgotten = [pk for pk in pks if (kind, pk) not in noted]
        note_erasures(settings.ERASURE_LEDGER, kind, forgotten, now)
        missing += len(forgotten)
    return missing


def replay_erasures(*, now: datetime, reason: str) -> int:
    """Erase again everybody whom the ledger names and who is back, from a backup say; return how many."""
    by_kind: dict[str, set[int]] = {}
    for kind, pk in noted_erasures(settings.ERASURE_LEDGER):
        by_kind.setdefault(kind, set()).add(pk)
    erased = 0
    for kind, pks in sorted(by_kind.items()):
        found = subject_kind(kind)
        if back := found.not_erased(pks):
            erased += found.erase(pks=back, assembly=None, actor=None, now=now, reason=reason)
    return erased
