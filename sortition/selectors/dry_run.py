"""What an import would do, found by comparing its rows with what is stored. Reads only."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assembly.models import Assembly
from sortition.enums import Channel, RespondentState
from sortition.models import Answer, PoolImport, Respondent
from sortition.reading.decisions import Decisions
from sortition.reading.fields import BY_NAME, KnownCategory
from sortition.reading.remarks import Remark, remarks_of
from sortition.reading.rows import Rejection, Rows, interpret, row_digest
from sortition.selectors.imports import import_decisions, import_frame, record_version

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
    digests: list[str]
    new: list[int]
    changed: list[Change]
    unchanged: int
    rejections: list[Rejection]
    version: int
    remarks: list[Remark] = field(default_factory=list)

    @property
    def rejected_rows(self) -> int:
        """How many rows would be left out."""
        return len({rejection.row for rejection in self.rejections})

    @property
    def digest(self) -> str:
        """Return a digest of everything that a commit would write or leave out."""
        content = {
            "new": [[self.rows.references[position], self.digests[position]] for position in self.new],
            "changed": [[change.pk, change.differences] for change in self.changed],
            "unchanged": self.unchanged,
            "rejected": [[rejection.row, rejection.column, rejection.code] for rejection in self.rejections],
            "categories": self.rows.new_categories,
            "dates": self.rows.date_orders,
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
            "date_orders": [[heading, *order] for heading, order in rows.date_orders.items()],
            "makes_references": rows.makes_references,
            "first_new": [
                {"row": rows.numbers[position], "reference": rows.references[position]}
                for position in self.new[:10]
            ],
            "remarks": [each.as_json() for each in self.remarks],
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


def dry_run(pool_import: PoolImport, *, today: datetime.date) -> DryRun:
    """Work out what a commit would do: new, changed and unchanged respondents, and rejected rows."""
    assembly = pool_import.assembly
    version = record_version(assembly)
    decisions = import_decisions(pool_import)
    rows = interpret(import_frame(pool_import), decisions, today=today)
    digests = row_digests(rows, decisions)
    stored = {
        reference: (pk, state, digest)
        for pk, reference, state, digest in Respondent.objects.filter(assembly=assembly).values_list(
            "pk", "reference", "state", "row_digest"
        )
    }
    new, suspects, unchanged, refused = [], [], 0, []
    tests = rows.wanted.get("is_test")
    for position in rows.taken:
        reference = rows.references[position]
        if reference not in stored:
            new.append(position)
            continue
        pk, state, digest = stored[reference]
        if code := _refusal(state, bool(tests and tests[position])):
            refused.append(Rejection(rows.numbers[position], "", code, reference))
        elif digest == digests[position]:
            unchanged += 1
        else:
            suspects.append((position, pk))
    changed = _differences(assembly, suspects, rows, decisions)
    unchanged += len(suspects) - len(changed)
    rejections = sorted([*rows.rejections, *refused], key=lambda each: each.row)
    return DryRun(
        rows, digests, new, changed, unchanged, rejections, version, remarks_of(rows, decisions.categories)
    )


def row_digests(rows: Rows, decisions: Decisions) -> list[str]:
    """Return each row's digest: of its fields, and of categories and values by name, since a new one has no key yet."""
    columns = {}
    for key, entries in rows.wanted.items():
        category = decisions.category(key)
        name = category.name if category else key.removeprefix("new:")[:80]
        columns[f"category:{name}" if ":" in key else key] = entries
    keys = sorted(columns)
    if not keys:
        return [row_digest([], [])] * len(rows.numbers)
    return [row_digest(keys, entries) for entries in zip(*(columns[key] for key in keys), strict=True)]


def _refusal(state: str, becomes_test: bool) -> str:
    if state == RespondentState.ERASED:
        return "erased"
    if becomes_test and state in (RespondentState.SELECTED, RespondentState.CONFIRMED):
        return "test_selected"
    return ""


def _differences(
    assembly: Assembly, suspects: list[tuple[int, int]], rows: Rows, decisions: Decisions
) -> list[Change]:
    """Compare field by field those whose digest differs; a different spelling of the same value is no change."""
    if not suspects:
        return []
    fields = [key for key in rows.wanted if ":" not in key]
    categories = {key: decisions.category(key) for key in rows.wanted}
    stored = {
        row[0]: dict(zip(fields, row[1:], strict=True))
        for row in Respondent.objects.filter(assembly=assembly).values_list("pk", *fields)
    }
    answers: dict[str, dict[int, int | None]] = {
        category.target: dict(Answer.objects.filter(category=category.pk).values_list("respondent", "value"))
        for category in categories.values()
        if category
    }
    changes = []
    for position, pk in suspects:
        differences = []
        for key, entries in rows.wanted.items():
            category, wanted = categories[key], entries[position]
            if category:
                wanted = category.values.get(wanted)
                before = answers[key].get(pk)
            else:
                before = stored[pk].get(key)
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
        return key.removeprefix("new:"), "", str(after or "")
    return str(BY_NAME[key].label), _shown(key, before), _shown(key, after)


def _shown(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    return str(Channel(value).label) if key == "channel" else str(value)
