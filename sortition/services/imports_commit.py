"""The commit of an import: one transaction of bulk writes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import ImportState
from sortition.models import Answer, Category, PoolImport, Respondent, Value
from sortition.reading.fields import STORED_FIELDS
from sortition.reading.rows import household_key, row_digest
from sortition.selectors.dry_run import (
    DryRun,
    dry_run,
    import_decisions,
    record_version,
    wanted_contents,
)
from sortition.services.imports import try_import

_BATCH = 1_000


def commit_import(*, pool_import: PoolImport, digest: str, actor: User, now: datetime) -> dict[str, int]:
    """Write an import into the pool exactly as its dry run said, and return the counts.

    The comparison is made again before the transaction, which then holds only writes. If it differs from what the
    person saw (`digest`), or something was written in between, nothing is committed and the new dry run is kept.

    Raises:
        ChangedMeanwhile: the dry run was out of date, or the import is over.
    """
    found = dry_run(pool_import, today=timezone.localdate(now))
    if found.digest != digest:
        try_import(pool_import=pool_import, now=now)
        raise _out_of_date()
    try:
        return _write(pool_import, found, actor, now)
    except ChangedMeanwhile:
        try_import(pool_import=pool_import, now=now)
        raise


@transaction.atomic
def _write(pool_import: PoolImport, found: DryRun, actor: User, now: datetime) -> dict[str, int]:
    # The assembly's row is the lock: of two commits at once, the second waits here and then sees the first one's entry.
    assembly = Assembly.objects.select_for_update().get(pk=pool_import.assembly_id)
    if record_version(assembly) != found.version:
        raise _out_of_date()
    claimed = PoolImport.objects.filter(pk=pool_import.pk, state=ImportState.CHECKED)
    if not claimed.update(state=ImportState.COMMITTED, committed_at=now):
        raise _out_of_date()
    made = _make_categories(assembly, found.rows.new_categories)
    _settle_decisions(pool_import, made)
    decisions = import_decisions(pool_import)
    _rename_new(found, made)
    contents = wanted_contents(found.rows, decisions)
    people = _write_respondents(pool_import, found, contents, now)
    _write_answers(people, found, contents)
    counts = {
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "rejected": found.rejected_rows,
    }
    record_event(
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
    return counts


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
    pool_import.state = ImportState.COMMITTED
    pool_import.save(update_fields=["columns", "values"])


def _rename_new(found: DryRun, made: Mapping[str, Category]) -> None:
    for key, category in made.items():
        for entries in (found.rows.wanted, found.rows.raw):
            entries[f"category:{category.pk}"] = entries.pop(key)


def _write_respondents(
    pool_import: PoolImport, found: DryRun, contents: list[dict[str, Any]], now: datetime
) -> dict[int, int]:
    """Write new and changed people; return position in the file → pk."""
    stored = Respondent.objects.in_bulk([change.pk for change in found.changed])
    changed = {change.position: stored[change.pk] for change in found.changed}
    new = {
        position: Respondent(
            assembly_id=pool_import.assembly_id,
            reference=found.rows.references[position],
            created_at=now,
        )
        for position in found.new
    }
    for position, person in {**new, **changed}.items():
        for name in STORED_FIELDS:
            if name in contents[position]:
                setattr(person, name, contents[position][name])
        person.household_key = household_key(person.address, person.postcode)
        person.row_digest = row_digest(contents[position])
        person.imported_by = pool_import
    Respondent.objects.bulk_create(new.values(), batch_size=_BATCH)
    # An update by conflict on the key costs a fifth of what `bulk_update` does.
    Respondent.objects.bulk_create(
        changed.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*STORED_FIELDS, "household_key", "row_digest", "imported_by"],
    )
    return {position: person.pk for position, person in {**new, **changed}.items()}


def _write_answers(people: Mapping[int, int], found: DryRun, contents: list[dict[str, Any]]) -> None:
    keys = [key for key in found.rows.wanted if key.startswith("category:")]
    Answer.objects.bulk_create(
        (
            Answer(
                respondent_id=pk,
                category_id=int(key.removeprefix("category:")),
                value_id=contents[position][key],
                raw=found.rows.raw[key][position],
            )
            for position, pk in people.items()
            for key in keys
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["respondent", "category"],
        update_fields=["value", "raw"],
    )


def _out_of_date() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _(
            "The pool changed while you were looking. The dry run has been made again: look at it, then commit."
        )
    )
