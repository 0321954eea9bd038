"""Undo a committed import as a whole, while nothing later depends on it."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import ImportState, RespondentState
from sortition.models import (
    Answer,
    Category,
    Crossing,
    Derivation,
    DrawEntrant,
    Grouping,
    ImportMemory,
    ImportTrace,
    PoolImport,
    PossibleMatch,
    Respondent,
    RespondentChange,
    Value,
)
from sortition.reading.fields import STORED_FIELDS
from sortition.selectors.imports import record_version
from sortition.services.imports_after import settle_after_import
from sortition.services.imports_bulk import delete_rows, in_batches, insert_rows, update_rows
from sortition.services.imports_trace import (
    ANSWER_FIELDS,
    KEPT_FIELDS,
    MEMORY_FIELDS,
    person_stamp,
    read_trace,
)

_DRAWN = (RespondentState.SELECTED, RespondentState.CONFIRMED)


def undo_blockers(pool_import: PoolImport) -> list[str]:
    """Return, as sentences, why the import cannot be undone; empty where it can."""
    return _blockers(pool_import, read_trace(pool_import))


def undo_import(*, pool_import: PoolImport, actor: User, now: datetime) -> dict[str, int]:
    """Take back all that an import wrote: its new people go, changed people are as before, and so is what was learnt.

    Categories that the import made go too, unless they have a quota by now or somebody else answered them. Everything
    is compared before the transaction, which then only writes. Return how many people were removed and restored.

    Raises:
        HouseError: something depends on the import, or somebody wrote to the assembly at the same moment.
    """
    version = record_version(pool_import.assembly)
    trace = read_trace(pool_import)
    blockers = _blockers(pool_import, trace)
    if blockers or trace is None:
        raise HouseError(" ".join(blockers), code="not_undoable", params={"blockers": blockers})
    return _undo(pool_import, trace, version, actor, now)


@transaction.atomic
def _undo(
    pool_import: PoolImport, trace: dict[str, Any], version: int, actor: User, now: datetime
) -> dict[str, int]:
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=pool_import.assembly_id)
    committed = PoolImport.objects.filter(pk=pool_import.pk, state=ImportState.COMMITTED)
    if record_version(assembly) != version or not committed.update(state=ImportState.UNDONE, undone_at=now):
        raise HouseError(_("Somebody changed the pool at the same moment. Try again."), code="changed")
    pool_import.state, pool_import.undone_at = ImportState.UNDONE, now
    changed = [row[0] for row in trace["people"]]
    update_rows(Respondent, ["id", *KEPT_FIELDS], ([pk, *fields] for pk, _state, *fields in trace["people"]))
    for some in in_batches(changed):
        Answer.objects.filter(respondent__in=some).delete()
    insert_rows(Answer, ANSWER_FIELDS, trace["answers"])
    _remove_people(pool_import)
    _remove_categories(trace["categories"])
    _restore_memory(assembly, trace["memory"])
    ImportTrace.objects.filter(pool_import=pool_import).delete()
    settle_after_import(assembly=assembly, now=now)
    counts = {"removed": len(trace["new"]), "restored": len(changed)}
    record_event(
        "pool.import_undone",
        obj=pool_import,
        assembly=assembly,
        actor=actor,
        now=now,
        details={**counts, "file": pool_import.file_name},
    )
    return counts


def _blockers(pool_import: PoolImport, trace: dict[str, Any] | None) -> list[str]:
    if pool_import.state != ImportState.COMMITTED:
        return [_("Only a committed import can be undone.")]
    later = PoolImport.objects.filter(
        Q(committed_at__gt=pool_import.committed_at)
        | Q(committed_at=pool_import.committed_at, pk__gt=pool_import.pk),
        assembly=pool_import.assembly_id,
        state=ImportState.COMMITTED,
    ).first()
    if later:
        return [_("A later import was committed: %(file)s. Undo that one first.") % {"file": later.file_name}]
    if trace is None:
        return [_("Nothing was kept of what stood before this import.")]
    drawn, changed = _people_since(pool_import, trace)
    found = []
    if DrawEntrant.objects.filter(respondent__imported_by=pool_import).exists():
        found.append(_("People of this import stand in a draw, which is kept as it was."))
    if drawn:
        found.append(
            ngettext(
                "%(count)d person of this import has been selected.",
                "%(count)d people of this import have been selected.",
                drawn,
            )
            % {"count": drawn}
        )
    if changed:
        found.append(
            ngettext(
                "%(count)d person of this import was changed since.",
                "%(count)d people of this import were changed since.",
                changed,
            )
            % {"count": changed}
        )
    if not found and (what := _pointing_at(trace["new"])):
        found.append(_("Somebody has worked with people of this import since: %(what)s.") % {"what": what})
    return found


def _people_since(pool_import: PoolImport, trace: dict[str, Any]) -> tuple[int, int]:
    """Count the people of an import who were drawn, and those who no longer are as it left them."""
    pks = trace["new"] + [row[0] for row in trace["people"]]
    stamps = dict(zip(pks, trace["stamps"], strict=True))
    drawn = same = 0
    for some in in_batches(pks):
        given: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
        answers = Answer.objects.filter(respondent__in=some).values_list(
            "respondent_id", "category_id", "value_id"
        )
        for respondent, category, value in answers:
            given[respondent].append((category, value))
        people = Respondent.objects.filter(pk__in=some, imported_by=pool_import)
        for pk, state, *fields in people.values_list("pk", "state", *STORED_FIELDS):
            drawn += state in _DRAWN
            same += person_stamp((state, *fields), given[pk]) == stamps[pk]
    return drawn, len(pks) - same - drawn


def _pointing_at(pks: list[int]) -> str:
    """Name what would be lost with these people other than what imports or a search made; "" if nothing.

    Whatever later imports made was undone by now.
    """
    for relation in Respondent._meta.related_objects:
        model = relation.related_model
        if (
            isinstance(model, str)
            or model in (Answer, PossibleMatch)
            or relation.on_delete is models.SET_NULL
        ):
            continue
        found = model._default_manager.all()
        if model is RespondentChange:
            found = found.exclude(event__object_type="poolimport")
        for some in in_batches(pks):
            if found.filter(**{f"{relation.field.name}__in": some}).exists():
                return str(model._meta.verbose_name)
    return ""


def _remove_people(pool_import: PoolImport) -> None:
    """Remove the people whom an import made, and what hangs on them.

    Changed people belong to their former imports again, so those who still belong to this one are the new ones. What
    may hang on them was looked at before (`_pointing_at`); each table takes one statement, where deleting objects would
    load all of them.
    """
    for relation in Respondent._meta.related_objects:
        if not isinstance(relation.related_model, str):
            name = relation.field.name
            theirs = relation.related_model._default_manager.filter(**{f"{name}__imported_by": pool_import})
            if relation.on_delete is models.SET_NULL:
                theirs.update(**{name: None})
            else:
                theirs.delete()
    delete_rows(Respondent, "imported_by", pool_import.pk)


def _remove_categories(pks: list[int]) -> None:
    """Remove the categories that an import made and nobody has used since."""
    for pk in pks:
        is_used = (
            Answer.objects.filter(category=pk).exists()
            or Derivation.objects.filter(category=pk).exists()
            or Value.objects.filter(Q(minimum__isnull=False) | Q(share__isnull=False), category=pk).exists()
            or Crossing.objects.filter(Q(first=pk) | Q(second=pk)).exists()
            or Grouping.objects.filter(category=pk).exists()
        )
        if not is_used:
            Category.objects.filter(pk=pk).delete()


def _restore_memory(assembly: Assembly, before: dict[str, Any]) -> None:
    fields = {name: before[name] for name in MEMORY_FIELDS}
    ImportMemory.objects.update_or_create(assembly=assembly, defaults=fields)
