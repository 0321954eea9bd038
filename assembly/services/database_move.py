"""Copy everything from a database of SQLite into an empty one of PostgreSQL, and prove that it is the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from assembly.backup.gates import backup_blockers
from assembly.database_rights import owns_the_tables
from assembly.errors import HouseError
from assembly.models import AuditEvent, User
from assembly.record_check import check_kept, check_record
from assembly.services.record import record_event

FORMER = "former"
NOT_COPIED = {"sessions.Session"}
"""Everybody signs in again."""
BATCH = 1_000


class MoveRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """The two databases are not such that one could be copied into the other; nothing was changed."""

    code = "move_refused"


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was copied."""

    tables: int
    rows: int


def copy_from_sqlite(*, source: Path, now: datetime) -> Moved:
    """Copy every row of the file `source` into the database of this installation, in one transaction.

    Web server and workers of both stand still meanwhile. Each row is read again and compared. Files and the list of
    erasures lie beside the database and stay where they are.

    Raises:
        MoveRefused: this is not PostgreSQL, another role owns the tables, it is not empty, the two had other
            migrations, a secret vote is open, a row does not fit, or the record does not hold.
    """
    if connection.vendor != "postgresql":
        raise MoveRefused(_("This installation does not use PostgreSQL: set DATABASE_URL first."))
    if not owns_the_tables():
        raise MoveRefused(_("Only the role that owns the tables can fill them."))
    if not source.is_file():
        raise MoveRefused(_("There is no file %(path)s.") % {"path": source})
    if User.objects.exists() or AuditEvent.objects.exists():
        raise MoveRefused(_("There is something in this database already: copy into an empty one."))
    with _opened(source):
        if _migrations(FORMER) != _migrations("default"):
            raise MoveRefused(_("The two had other migrations: run “manage.py migrate” with each of them."))
        with transaction.atomic(), transaction.atomic(using=FORMER):
            moved = _copied()
            if blockers := backup_blockers():
                raise MoveRefused(" ".join(blockers))
            if any(report.faults for report in check_record()) or check_kept():
                raise MoveRefused(
                    _("The record there is not as it was written. See “manage.py audit_verify”.")
                )
            ContentType.objects.clear_cache()
            details = {"tables": moved.tables, "rows": moved.rows}
            record_event("platform.database_moved", assembly=None, actor=None, now=now, details=details)
    return moved


@contextmanager
def _opened(source: Path) -> Iterator[None]:
    """Have the file open for reading, as a second database."""
    address = f"{source.resolve().as_uri()}?mode=ro"
    connections.databases[FORMER] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": address,
        "OPTIONS": {"uri": True},
    }
    try:
        yield
    finally:
        connections[FORMER].close()
        del connections[FORMER]
        del connections.databases[FORMER]


def _migrations(alias: str) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connections[alias]).applied_migrations())


def _copied() -> Moved:
    """Copy all tables; triggers that refuse do not ask meanwhile, constraints do before it is over."""
    copied = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in NOT_COPIED and model._meta.managed and not model._meta.proxy
    ]
    names = [connection.ops.quote_name(model._meta.db_table) for model in copied]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        for name in names:  # what migrations filled in comes from there too, with its numbers
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 (the names are Django’s)
        rows = sum(_copied_rows(model) for model in copied)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        for statement in connection.ops.sequence_reset_sql(no_style(), copied):
            cursor.execute(statement)
    return Moved(len(copied), rows)


def _copied_rows(model: type[models.Model]) -> int:
    """Copy one table and read it again.

    Raises:
        MoveRefused: a row does not fit, or does not come back as it was.
    """
    fields = [each for each in model._meta.concrete_fields if not each.generated]
    names = [each.attname for each in fields]
    key = names.index(str(model._meta.pk.attname))
    count = 0
    rows = model._base_manager.using(FORMER).order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        try:
            # As they are: no default, no time of now, no generated number.
            model._base_manager._insert(batch, fields=fields, using="default", raw=True)  # type: ignore[attr-defined]
        except (DatabaseError, ValueError) as wrong:
            raise MoveRefused(f"{model._meta.db_table}: {wrong}") from wrong
        here = model._base_manager.using("default").filter(pk__in=[row.pk for row in batch]).order_by()
        found = {values[key]: values for values in here.values_list(*names)}
        if any(found.get(row.pk) != tuple(getattr(row, name) for name in names) for row in batch):
            raise MoveRefused(_("Rows of %(table)s came back changed.") % {"table": model._meta.db_table})
        count += len(batch)
    return count
