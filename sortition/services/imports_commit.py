"""The commit of an import: everything is prepared first, then one short transaction writes it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import Channel, ImportState, RespondentState
from sortition.models import Answer, Category, PoolImport, Respondent, Value
from sortition.reading.fields import STORED_FIELDS
from sortition.reading.rows import household_key
from sortition.selectors.dry_run import Change, DryRun, dry_run
from sortition.selectors.imports import import_memory, record_version
from sortition.services.imports import try_import
from sortition.services.imports_after import settle_after_import
from sortition.services.imports_bulk import insert_rows, reserve_ids, update_rows, upsert_rows
from sortition.services.imports_memory import learn
from sortition.services.imports_trace import (
    ANSWER_FIELDS,
    KEPT_FIELDS,
    keep_trace,
    memory_before,
    person_stamp,
    rows_before,
)
from sortition.services.respondents import keep_changes

_BLANK: dict[str, Any] = dict.fromkeys(STORED_FIELDS, "") | {
    "born_on": None,
    "registered_on": None,
    "channel": Channel.WEB.value,
    "consents": None,
    "is_eligible": None,
    "can_attend": None,
    "is_test": False,
}


@dataclass(slots=True)
class _Plan:
    """What is to be written, as rows. `kept` and `answers` are the rows of changed people as they stand."""

    found: DryRun
    new: list[list[Any]]
    changed: list[list[Any]]
    kept: list[list[Any]]
    answers: list[list[Any]]


def commit_import(*, pool_import: PoolImport, digest: str, actor: User, now: datetime) -> dict[str, int]:
    """Write an import into the pool exactly as its dry run said, and return the counts.

    The comparison is made again and every row is prepared before the transaction, which then holds only writes. If the
    comparison differs from what the person saw (`digest`), or something was written in between, nothing is committed
    and the new dry run is kept.

    Raises:
        ChangedMeanwhile: the dry run was out of date, or the import is over.
    """
    found = dry_run(pool_import, today=timezone.localdate(now))
    if found.digest != digest:
        try_import(pool_import=pool_import, now=now)
        raise _out_of_date()
    plan = _prepare(found)
    try:
        return _write(pool_import, plan, actor, now)
    except ChangedMeanwhile:
        try_import(pool_import=pool_import, now=now)
        raise


def _prepare(found: DryRun) -> _Plan:
    """Work out the rows of new and changed people, without the keys that only the transaction gives."""
    rows, answers = rows_before([change.pk for change in found.changed])
    by_pk = {row[0]: row for row in rows}
    kept = [by_pk[change.pk] for change in found.changed]
    new = [_person(found, position, list(_BLANK.values())) for position in found.new]
    changed = []
    for change in found.changed:
        pk, _state, *fields = by_pk[change.pk]
        changed.append([pk, *_person(found, change.position, fields[: len(STORED_FIELDS)])])
    return _Plan(found, new, changed, kept, answers)


def _person(found: DryRun, position: int, fields: list[Any]) -> list[Any]:
    """Return a person's fields with what the file says put in, then household and digest."""
    wanted = found.rows.wanted
    for at, name in enumerate(STORED_FIELDS):
        if name in wanted:
            fields[at] = wanted[name][position]
    address, postcode = fields[STORED_FIELDS.index("address")], fields[STORED_FIELDS.index("postcode")]
    return [*fields, household_key(address, postcode), found.digests[position]]


@transaction.atomic
def _write(pool_import: PoolImport, plan: _Plan, actor: User, now: datetime) -> dict[str, int]:
    found = plan.found
    # The assembly's row is the lock: of two commits at once, the second waits here and then sees the first one's entry.
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=pool_import.assembly_id)
    if record_version(assembly) != found.version:
        raise _out_of_date()
    claimed = PoolImport.objects.filter(pk=pool_import.pk, state=ImportState.CHECKED)
    if not claimed.update(state=ImportState.COMMITTED, committed_at=now):
        raise _out_of_date()
    pool_import.state, pool_import.committed_at = ImportState.COMMITTED, now
    made = _make_categories(assembly, found.rows.new_categories)
    _settle_decisions(pool_import, made)
    people = _write_people(pool_import, plan, now)
    given = _write_answers(people, found, made)
    memory = import_memory(assembly)
    keep_trace(
        pool_import,
        {
            "new": people[: len(plan.new)],
            "stamps": _stamps(plan, people, given),
            "people": plan.kept,
            "answers": plan.answers,
            "categories": [category.pk for category in made.values()],
            "memory": memory_before(memory),
        },
    )
    learn(memory, pool_import)
    settle_after_import(assembly=assembly, now=now)
    counts = {
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "rejected": found.rejected_rows,
    }
    event = record_event(
        "pool.imported",
        obj=pool_import,
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            **counts,
            "file": pool_import.file_name,
            "sha256": pool_import.sha256,
            "new_categories": [key.removeprefix("new:") for key in made],
            "declared": [name for name, said in pool_import.declarations.items() if said == "all"],
        },
    )
    keep_changes(event, (_in_timeline(change) for change in found.changed))
    return counts


def _in_timeline(change: Change) -> tuple[int, dict[str, str], dict[str, str]]:
    before = {what: old for what, old, _new in change.differences}
    return change.pk, before, {what: new for what, _old, new in change.differences}


def _make_categories(assembly: Assembly, new: Mapping[str, list[str]]) -> dict[str, Category]:
    """Make the categories that columns became, with their values and without quotas; return key → category."""
    last = Category.objects.filter(assembly=assembly).aggregate(last=Max("position"))["last"] or 0
    made = {}
    for offset, (key, names) in enumerate(new.items(), start=1):
        category = Category.objects.create(
            assembly=assembly, name=key.removeprefix("new:")[:80], position=last + offset
        )
        Value.objects.bulk_create(
            Value(category=category, name=name[:120], position=position)
            for position, name in enumerate(names)
        )
        made[key] = category
    return made


def _settle_decisions(pool_import: PoolImport, made: Mapping[str, Category]) -> None:
    """Write down the decisions with the categories that now exist, so that the next import remembers them."""
    for key, category in made.items():
        pool_import.columns[key.removeprefix("new:")] = f"category:{category.pk}"
        if key in pool_import.values:
            pool_import.values[f"category:{category.pk}"] = pool_import.values.pop(key)
    pool_import.save(update_fields=["columns", "values"])


def _write_people(pool_import: PoolImport, plan: _Plan, now: datetime) -> list[int]:
    """Write new and changed people; return their keys, the new ones first, in the order of the plan."""
    pks = reserve_ids(Respondent, len(plan.new))
    created_at = connection.ops.adapt_datetimefield_value(now)
    head = (pool_import.assembly_id, RespondentState.POOL.value, created_at)
    references = plan.found.rows.references
    insert_rows(
        Respondent,
        ["id", "assembly", "state", "created_at", "reference", *KEPT_FIELDS],
        (
            [pk, *head, references[position], *fields, pool_import.pk]
            for pk, position, fields in zip(pks, plan.found.new, plan.new, strict=True)
        ),
    )
    update_rows(Respondent, ["id", *KEPT_FIELDS], ([*fields, pool_import.pk] for fields in plan.changed))
    return pks + [fields[0] for fields in plan.changed]


def _write_answers(
    people: list[int], found: DryRun, made: Mapping[str, Category]
) -> dict[int, dict[int, int | None]]:
    """Write the answers of new and changed people; return category → respondent → value of what the file says."""
    positions = found.new + [change.position for change in found.changed]
    new = len(found.new)
    given: dict[int, dict[int, int | None]] = {}
    for key, names in found.rows.wanted.items():
        if ":" not in key:
            continue
        category = made[key].pk if key in made else int(key.removeprefix("category:"))
        values = dict(Value.objects.filter(category=category).values_list("name", "pk"))
        raw = found.rows.raw[key]
        rows = [
            (pk, category, values.get(names[position]), raw[position])
            for pk, position in zip(people, positions, strict=True)
        ]
        insert_rows(Answer, ANSWER_FIELDS, rows[:new])
        if rows[new:]:
            upsert_rows(Answer, ANSWER_FIELDS, rows[new:], unique=["respondent", "category"])
        given[category] = {pk: value for pk, _category, value, _raw in rows}
    return given


def _stamps(plan: _Plan, people: list[int], given: Mapping[int, Mapping[int, int | None]]) -> list[str]:
    """Return what everybody written looks like now, in the order of `people`, for an undo to compare with."""
    before: dict[int, dict[int, int | None]] = defaultdict(dict)
    for respondent, category, value, _raw in plan.answers:
        before[respondent][category] = value
    states = [RespondentState.POOL.value] * len(plan.new) + [row[1] for row in plan.kept]
    fields = [*plan.new, *(row[1:] for row in plan.changed)]
    return [
        person_stamp(
            (state, *own[: len(STORED_FIELDS)]),
            (before.get(pk, {}) | {category: values[pk] for category, values in given.items()}).items(),
        )
        for pk, state, own in zip(people, states, fields, strict=True)
    ]


def _out_of_date() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _(
            "The pool changed while you were looking. The dry run has been made again: look at it, then commit."
        )
    )
