"""The steps of an import before its commit. They write the import itself, never a respondent."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import ImportState
from sortition.models import PoolImport
from sortition.reading.cells import fold
from sortition.reading.derived import PREFIX, Rule
from sortition.reading.fields import DECLARED, guess_columns
from sortition.reading.files import read_file
from sortition.reading.questions import proposed_values
from sortition.reading.stored import frame_from_table, table_as_csv
from sortition.reading.table import Table
from sortition.selectors.dry_run import DryRun, dry_run
from sortition.selectors.imports import (
    import_decisions,
    import_frame,
    import_memory,
    known_categories,
    known_rules,
)


def start_import(
    *, assembly: Assembly, file_name: str, data: bytes, table: Table, actor: User, now: datetime
) -> PoolImport:
    """Keep an uploaded file and the table it was read as, with a guess at its columns.

    The files are stored before the transaction: one that fails leaves an unused file, never a row without its file.
    """
    pool_import = PoolImport(
        assembly=assembly,
        file_name=PurePath(file_name).name[-255:],
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=now,
        created_by=actor,
        **_guess(assembly, table),
    )
    pool_import.file.save(f"upload.{table.kind}", ContentFile(data), save=False)
    pool_import.rows.save("rows.csv", ContentFile(table_as_csv(table)), save=False)
    with transaction.atomic():
        pool_import.save()
        record_event(
            "pool.file_uploaded",
            obj=pool_import,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"file": pool_import.file_name, "sha256": pool_import.sha256, "rows": len(table.records)},
        )
    return pool_import


def read_again(*, pool_import: PoolImport, sheet: str = "", header_row: int = 0) -> None:
    """Read the same file by another sheet or another row of headings, and begin again with its columns.

    Raises:
        Unreadable: there is no table.
        ChangedMeanwhile: the import is over.
    """
    with pool_import.file.open("rb") as file:
        table = read_file(file.read(), sheet=sheet, header_row=header_row)
    guessed = _guess(pool_import.assembly, table)
    pool_import.rows.save("rows.csv", ContentFile(table_as_csv(table)), save=False)
    _update_open(pool_import, state=ImportState.UPLOADED, rows=pool_import.rows.name, result={}, **guessed)


def match_columns(
    *,
    pool_import: PoolImport,
    columns: Mapping[str, str],
    declarations: Mapping[str, str],
    derived: Mapping[str, str] | None = None,
) -> None:
    """Keep what each column becomes, and from which columns categories are worked out (None: as before).

    Raises:
        ChangedMeanwhile: the import is over.
    """
    _update_open(
        pool_import,
        state=ImportState.MAPPED,
        columns=dict(columns),
        declarations={name: declarations[name] for name in DECLARED if name in declarations},
        derived=pool_import.derived if derived is None else dict(derived),
        result={},
    )


def take_proposals(*, pool_import: PoolImport, now: datetime) -> None:
    """Decide every open cell as proposed: as before, a near miss, or blank; the rest rejects its rows.

    Raises:
        ChangedMeanwhile: the import is over.
    """
    proposals = proposed_values(
        import_frame(pool_import), import_decisions(pool_import), today=timezone.localdate(now)
    )
    decide_values(pool_import=pool_import, values=proposals)


def decide_values(*, pool_import: PoolImport, values: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what the open cells become.

    Raises:
        ChangedMeanwhile: the import is over.
    """
    _update_open(pool_import, state=ImportState.MAPPED, values={**pool_import.values, **values}, result={})


def try_import(*, pool_import: PoolImport, now: datetime) -> DryRun:
    """Work out what a commit would do and keep its summary. No respondent is written.

    Raises:
        ChangedMeanwhile: the import is over.
    """
    found = dry_run(pool_import, today=timezone.localdate(now))
    _update_open(pool_import, state=ImportState.CHECKED, result=found.as_json())
    return found


@transaction.atomic
def abandon_import(*, pool_import: PoolImport, actor: User, now: datetime) -> None:
    """Set an import aside for good.

    Raises:
        ChangedMeanwhile: the import is over.
    """
    _update_open(pool_import, state=ImportState.ABANDONED)
    record_event(
        "pool.import_abandoned",
        obj=pool_import,
        assembly=pool_import.assembly,
        actor=actor,
        now=now,
        details={"file": pool_import.file_name},
    )


def _guess(assembly: Assembly, table: Table) -> dict[str, Any]:
    """Guess by what is remembered, the headings and the data; return it as fields of an import."""
    memory, categories = import_memory(assembly), known_categories(assembly)
    frame = frame_from_table(table)
    columns = guess_columns(
        table.columns,
        {heading: frame[heading].tolist() for heading in table.columns},
        categories=categories,
        remembered=memory.columns,
    )
    known = {fold(heading): target for heading, target in memory.columns.items()}
    remembered = [heading for heading in table.columns if known.get(fold(heading)) == columns[heading]]
    reading = {**table.as_reading(), "remembered": remembered}
    return {
        "reading": reading,
        "columns": columns,
        "values": memory.values,
        "declarations": memory.declarations,
        "derived": _guess_sources(columns, known_rules(assembly, categories), memory.derived),
        "remembers": memory.learnt_from,
    }


def _guess_sources(
    columns: Mapping[str, str], rules: Mapping[int, Rule], remembered: Mapping[str, str]
) -> dict[str, str]:
    """Return category pk → the column it is worked out from: as last time, or the birth date's or postcode's."""
    by_fold = {fold(heading): heading for heading in columns}
    by_target = {target: heading for heading, target in columns.items()}
    sources = {}
    for pk, rule in rules.items():
        if rule.category.target in by_target:
            continue
        usual = by_target.get("field:postcode" if rule.kind == PREFIX else "field:born_on")
        heading = by_fold.get(fold(remembered.get(str(pk), ""))) or usual
        if heading:
            sources[str(pk)] = heading
    return sources


def _update_open(pool_import: PoolImport, **fields: object) -> None:
    """Change an import that is still open, by a conditional update: a commit in another tab wins."""
    is_open = PoolImport.objects.filter(pk=pool_import.pk).exclude(
        state__in=[ImportState.COMMITTED, ImportState.ABANDONED, ImportState.UNDONE]
    )
    if not is_open.update(**fields):
        raise ChangedMeanwhile(
            _("This import is over: it was committed or set aside, perhaps in another tab.")
        )
    for name, value in fields.items():
        setattr(pool_import, name, value)
