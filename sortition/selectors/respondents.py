"""One respondent: how they stand, which version of them a page shows, and everything that happened to them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from assembly.models import Assembly, AuditEvent
from sortition.enums import ImportState, RespondentState
from sortition.models import Answer, Category, PoolImport, Respondent, RespondentChange, SelectionRun
from sortition.reading.fields import STORED_FIELDS

CLOSED = (RespondentState.WITHDRAWN, RespondentState.ERASED)
"""States in which nothing of a respondent is changed any more."""

AnswersOf = Mapping[int, tuple[int | None, str, str]]
"""Category → (value, its name, the raw text)."""


def answers_of(person: Respondent) -> dict[int, tuple[int | None, str, str]]:
    """Return a person's answers by category, in one query."""
    rows = Answer.objects.filter(respondent=person).values_list("category", "value", "value__name", "raw")
    return {category: (value, name or "", raw) for category, value, name, raw in rows}


def categories_with_values(assembly: Assembly) -> list[Category]:
    """Return the categories in their order, with their values."""
    return list(Category.objects.filter(assembly=assembly).prefetch_related("values"))


def content_of(person: Respondent, answers: AnswersOf) -> dict[str, Any]:
    """Return what is known of a person as plain values: fields by name, answers as "category:<pk>" by value's name."""
    fields = {name: getattr(person, name) for name in STORED_FIELDS}
    return fields | {f"category:{pk}": name for pk, (_value, name, _raw) in sorted(answers.items())}


def version_of(person: Respondent, answers: AnswersOf) -> str:
    """Return a digest of all that a page shows of a person, to see by whether somebody else changed it meanwhile."""
    content = {**content_of(person, answers), "reference": person.reference, "state": person.state}
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def imports_touching(person: Respondent) -> set[int]:
    """Return the imports that brought a person (committed at the moment at which they were made) or wrote them last."""
    brought = PoolImport.objects.filter(
        assembly=person.assembly_id,
        committed_at=person.created_at,
        state__in=[ImportState.COMMITTED, ImportState.UNDONE],
    )
    return set(brought.values_list("pk", flat=True)) | ({person.imported_by_id} - {None})


@dataclass(slots=True)
class Happening:
    """One event in a person's life here: the entry of the record, and what it changed: (what, before, after)."""

    event: AuditEvent
    differences: list[tuple[str, Any, Any]] = field(default_factory=list)
    other: Respondent | None = None
    """The other person whom it concerned."""


def respondent_timeline(person: Respondent) -> list[Happening]:
    """Return everything that happened to a person, newest first, with a constant number of queries."""
    changes = {
        change.event_id: change
        for change in RespondentChange.objects.filter(respondent=person).only(
            "event_id", "respondent_id", "before", "after"
        )
    }
    wanted = Q(object_type="respondent", object_id=str(person.pk)) | Q(pk__in=list(changes))
    if imports := imports_touching(person):
        keys = [str(pk) for pk in imports]
        types = ["pool.imported", "pool.import_undone"]
        wanted |= Q(object_type="poolimport", object_id__in=keys, type__in=types)
    if person.selected_by_id:
        wanted |= Q(
            object_type=SelectionRun._meta.model_name,
            object_id=str(person.selected_by_id),
            type="selection_run.adopt",
        )
    events = AuditEvent.objects.filter(wanted, assembly=person.assembly_id).select_related("actor", "kept")
    happenings = [Happening(event) for event in events]
    others = Respondent.objects.in_bulk(
        {pk for each in happenings if (pk := _other(each.event, person.pk)) is not None}
    )
    for each in happenings:
        each.other = others.get(_other(each.event, person.pk))
        if change := changes.get(each.event.pk):
            each.differences = differences(change.before, change.after)
    return happenings


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return (what, before, after) of everything that is not the same."""
    return [(name, before.get(name), after[name]) for name in after if before.get(name) != after[name]]


def category_names(assembly: Assembly) -> dict[str, str]:
    """Return what the answers of `content_of` are called."""
    rows: Iterable[tuple[int, str]] = Category.objects.filter(assembly=assembly).values_list("pk", "name")
    return {f"category:{pk}": name for pk, name in rows}


def _other(event: AuditEvent, own: int) -> int | None:
    """Return the second person of an event, from either one's point of view."""
    people = event.details.get("people")
    if not isinstance(people, list):
        return None
    return next((pk for pk in people if isinstance(pk, int) and pk != own), None)
