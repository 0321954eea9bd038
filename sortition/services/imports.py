"""The steps of an import before its commit. They write the import itself, never a respondent."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums import ImportState
from sortition.models import PoolImport
from sortition.reading.decisions import REJECT, proposed_values
from sortition.reading.fields import DECLARED, guess_columns
from sortition.reading.files import read_file
from sortition.reading.stored import frame_from_table, table_as_csv
from sortition.reading.table import Table
from sortition.selectors.dry_run import DryRun, dry_run, import_decisions, import_frame, known_categories


def start_import(
    *, assembly: Assembly, file_name: str, data: bytes, table: Table, actor: User, now: datetime
) -> PoolImport:
    """Keep an uploaded file and the table it was read as, with a guess at its columns.

    The files are stored before the transaction: one that fails leaves an unused file, never a row without its file.
    """
    columns, values, declarations = _guess(assembly, table)
    pool_import = PoolImport(
        assembly=assembly,
        file_name=PurePath(file_name).name[-255:],
        sha256=hashlib.sha256(data).hexdigest(),
        reading=table.as_reading(),
        columns=columns,
        values=values,
        declarations=declarations,
        created_at=now,
        created_by=actor,
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


def choose_sheet(*, pool_import: PoolImport, sheet: str) -> None:
    """Read another sheet of the same file and begin again with its columns.

    Raises:
        Unreadable: the sheet holds no table.
        ChangedMeanwhile: the import is over.
    """
    with pool_import.file.open("rb") as file:
        table = read_file(file.read(), sheet=sheet)
    columns, values, declarations = _guess(pool_import.assembly, table)
    pool_import.rows.save("rows.csv", ContentFile(table_as_csv(table)), save=False)
    _update_open(
        pool_import,
        state=ImportState.UPLOADED,
        rows=pool_import.rows.name,
        reading=table.as_reading(),
        columns=columns,
        values=values,
        declarations=declarations,
        result={},
    )


def match_columns(
    *, pool_import: PoolImport, columns: Mapping[str, str], declarations: Mapping[str, str]
) -> None:
    """Keep what each column becomes.

    Raises:
        ChangedMeanwhile: the import is over.
    """
    _update_open(
        pool_import,
        state=ImportState.MAPPED,
        columns=dict(columns),
        declarations={name: declarations[name] for name in DECLARED if name in declarations},
        result={},
    )


def take_proposals(*, pool_import: PoolImport) -> None:
    """Decide every open cell as proposed: as before, a near miss, or blank; the rest rejects its rows.

    Raises:
        ChangedMeanwhile: the import is over.
    """
    proposals = proposed_values(import_frame(pool_import), import_decisions(pool_import))
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


def _guess(
    assembly: Assembly, table: Table
) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, str]]:
    """Guess columns by the last committed import, the headings and the data; take over its decisions on values."""
    last = PoolImport.objects.filter(assembly=assembly, state=ImportState.COMMITTED).first()
    frame = frame_from_table(table)
    columns = guess_columns(
        table.columns,
        {heading: frame[heading].tolist() for heading in table.columns},
        categories=known_categories(assembly),
        remembered=last.columns if last else {},
    )
    return columns, _remembered(last.values) if last else {}, {}


def _remembered(values: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Take over decisions on values; a rejection may have been for want of a better idea and is asked again."""
    return {
        key: {folded: choice for folded, choice in made.items() if choice != REJECT}
        for key, made in values.items()
    }


def _update_open(pool_import: PoolImport, **fields: object) -> None:
    """Change an import that is still open, by a conditional update: a commit in another tab wins."""
    is_open = PoolImport.objects.filter(pk=pool_import.pk).exclude(
        state__in=[ImportState.COMMITTED, ImportState.ABANDONED]
    )
    if not is_open.update(**fields):
        raise ChangedMeanwhile(
            _("This import is over: it was committed or set aside, perhaps in another tab.")
        )
    for name, value in fields.items():
        setattr(pool_import, name, value)
