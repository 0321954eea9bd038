"""What an import would do, found by comparing its rows with what is stored. Reads only."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.models import Assembly, AuditEvent
from sortition.enums import Channel, RespondentState
from sortition.models import Answer, Category, PoolImport, Respondent
from sortition.reading.decisions import Decisions
from sortition.reading.fields import BY_NAME, KnownCategory
from sortition.reading.rows import Rejection, Rows, interpret, row_digest
from sortition.reading.stored import frame_from_csv

SHOWN = 100
FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One stored respondent whom the file would change: the row's position, and (what, before, after) each time."""

    position: int
    pk: int
    differences: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a commit would do now. `version` is the last event of the record that it was worked out from."""

    rows: Rows
    new: list[int]
    changed: list[Change]
    unchanged: int
    rejections: list[Rejection]
    version: int

    @property
    def rejected_rows(self) -> int:
        """How many rows would be left out."""
        return len({rejection.row for rejection in self.rejections})

    @property
    def digest(self) -> str:
        """Return a digest of everything that a commit would write or leave out."""
        content = {
            "new": [self.rows.references[position] for position in self.new],
            "changed": [[change.pk, change.differences] for change in self.changed],
            "unchanged": self.unchanged,
            "rejected": [[rejection.row, rejection.column, rejection.code] for rejection in self.rejections],
            "categories": self.rows.new_categories,
            "dates": self.rows.date_order,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def rejections_by_reason(self) -> list[tuple[tuple[str, str, str], list[int]]]:
        """Return (column, code, text) with the rows it concerns, what concerns most rows first."""
        found: dict[tuple[str, str, str], list[int]] = {}
        for each in self.rejections:
            found.setdefault((each.column, each.code, each.text), []).append(each.row)
        return sorted(found.items(), key=lambda reason: (-len(reason[1]), reason[1][0]))

    def as_json(self) -> dict[str, Any]:
        """Return what the page shows: counts, and the first of each list."""
        rows = self.rows
        return {
            "digest": self.digest,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "rejected": self.rejected_rows,
            "reasons": len(self.rejections_by_reason()),
            "new_categories": {key.removeprefix("new:"): names for key, names in rows.new_categories.items()},
            "date_order": rows.date_order,
            "date_order_proved": rows.is_date_order_proved,
            "makes_references": rows.makes_references,
            "first_new": [
                {"row": rows.numbers[position], "reference": rows.references[position]}
                for position in self.new[:10]
            ],
            "changes": [
                {
                    "row": rows.numbers[change.position],
                    "reference": rows.references[change.position],
                    "differences": change.differences,
                }
                for change in self.changed[:SHOWN]
            ],
            "rejections": [
                {
                    "column": column,
                    "code": code,
                    "text": text,
                    "count": len(where),
                    "first": where[:FIRST_ROWS],
                }
                for (column, code, text), where in self.rejections_by_reason()[:SHOWN]
            ],
        }


def known_categories(assembly: Assembly) -> list[KnownCategory]:
    """Return the assembly's categories with their values, as the reading of files needs them."""
    return [
        KnownCategory(category.pk, category.name, {value.name: value.pk for value in category.values.all()})
        for category in Category.objects.filter(assembly=assembly).prefetch_related("values")
    ]


def import_frame(pool_import: PoolImport) -> pd.DataFrame:
    """Return the rows of an import as text."""
    with pool_import.rows.open("rb") as file:
        return frame_from_csv(file, pool_import.reading["columns"])


def import_decisions(pool_import: PoolImport) -> Decisions:
    """Return what was decided about an import so far, the columns in the order of the file.

    PostgreSQL keeps the keys of JSON in an order of its own.
    """
    headings = [name for name in pool_import.reading["columns"] if name in pool_import.columns]
    return Decisions(
        {name: pool_import.columns[name] for name in headings},
        pool_import.values,
        pool_import.declarations,
        known_categories(pool_import.assembly),
    )


def record_version(assembly: Assembly) -> int:
    """Return the last entry of the record: every write leaves one, so equal versions mean that nothing changed."""
    last = AuditEvent.objects.filter(assembly=assembly).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def dry_run(pool_import: PoolImport, *, today: datetime.date) -> DryRun:
    """Work out what a commit would do: new, changed and unchanged respondents, and rejected rows."""
    version = record_version(pool_import.assembly)
    decisions = import_decisions(pool_import)
    rows = interpret(import_frame(pool_import), decisions, today=today)
    stored = {
        reference: (pk, state, digest)
        for pk, reference, state, digest in Respondent.objects.filter(
            assembly=pool_import.assembly
        ).values_list("pk", "reference", "state", "row_digest")
    }
    contents = wanted_contents(rows, decisions)
    new, suspects, unchanged, refused = [], [], 0, []
    for position in rows.taken:
        reference = rows.references[position]
        if reference not in stored:
            new.append(position)
            continue
        pk, state, digest = stored[reference]
        if code := _refusal(state, contents[position]):
            refused.append(Rejection(rows.numbers[position], "", code, reference))
        elif digest == row_digest(contents[position]):
            unchanged += 1
        else:
            suspects.append((position, pk))
    changed = _differences(pool_import.assembly, suspects, contents, decisions)
    unchanged += len(suspects) - len(changed)
    rejections = sorted([*rows.rejections, *refused], key=lambda each: each.row)
    return DryRun(rows, new, changed, unchanged, rejections, version)


def wanted_contents(rows: Rows, decisions: Decisions) -> list[dict[str, Any]]:
    """Return for each row what it says: values of categories by key, by name while the category is not made."""
    columns = {}
    for key, entries in rows.wanted.items():
        category = decisions.category(key)
        columns[key] = [category.values.get(name) for name in entries] if category else entries
    keys = list(columns)
    return [dict(zip(keys, entries, strict=True)) for entries in zip(*columns.values(), strict=True)]


def _refusal(state: str, content: Mapping[str, Any]) -> str:
    if state == RespondentState.ERASED:
        return "erased"
    if content.get("is_test") and state in (RespondentState.SELECTED, RespondentState.CONFIRMED):
        return "test_selected"
    return ""


def _differences(
    assembly: Assembly, suspects: list[tuple[int, int]], contents: list[dict[str, Any]], decisions: Decisions
) -> list[Change]:
    """Compare field by field those whose digest differs; a different spelling of the same value is no change."""
    if not suspects:
        return []
    keys = list(contents[0])
    fields = [key for key in keys if ":" not in key]
    stored = {
        row[0]: dict(zip(fields, row[1:], strict=True))
        for row in Respondent.objects.filter(assembly=assembly).values_list("pk", *fields)
    }
    answers = {
        (respondent, category): value
        for respondent, category, value in Answer.objects.filter(
            respondent__assembly=assembly, category__in=[category.pk for category in decisions.categories]
        ).values_list("respondent_id", "category_id", "value_id")
    }
    changes = []
    for position, pk in suspects:
        differences = []
        for key, wanted in contents[position].items():
            category = decisions.category(key)
            before = answers.get((pk, category.pk)) if category else stored[pk].get(key)
            if before != wanted:
                differences.append(_in_words(key, before, wanted, category))
        if differences:
            changes.append(Change(position, pk, differences))
    return changes


def _in_words(key: str, before: Any, after: Any, category: KnownCategory | None) -> tuple[str, str, str]:
    if category:
        names = {pk: name for name, pk in category.values.items()}
        return category.name, names.get(before, ""), names.get(after, "")
    if key.startswith("new:"):
        return key.removeprefix("new:"), "", str(after)
    return str(BY_NAME[key].label), _shown(key, before), _shown(key, after)


def _shown(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    return str(Channel(value).label) if key == "channel" else str(value)
