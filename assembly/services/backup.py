"""Make a backup of everything, and put one back: database, uploaded files, the list of erasures, keys apart.

What a backup cannot know of is brought up to date when it is put back: who was erased since is erased again, messages
that may have gone out wait for a person's word, and everybody is signed out.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from assembly.backup.archive import DATABASE, FILES, LEDGER, manifest_of, reading, write_privately, writing
from assembly.backup.database import SQLITE, dump, load
from assembly.backup.gates import backup_blockers
from assembly.backup.left_out import all_left_out
from assembly.database_rights import grant_rights, owns_the_tables
from assembly.enums import MessageState
from assembly.erasure_ledger import merge_ledger
from assembly.errors import HouseError
from assembly.mailing_lifecycle import MESSAGE
from assembly.models import OutboxMessage
from assembly.page_cache import forget_pages
from assembly.record_check import check_kept, check_record
from assembly.services.erasure import replay_erasures
from assembly.services.record import record_event


class BackupRefused(HouseError):  # noqa: N818 (errors are named for what happened)
    """No backup may be made now, or this one must not be put back here."""

    code = "backup_refused"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was put into an archive."""

    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what was brought up to date.

    made_at: when the backup was made. held: messages that wait for somebody to say whether they went out.
    asked_again: people whose answers no archive holds.
    broken: chains of the record, and documents that were issued, that are not as they were written.
    other_key: whether secrets in it need another key.
    """

    made_at: str
    files: int
    erased: int
    held: int
    signed_out: int
    asked_again: int
    broken: tuple[str, ...]
    other_key: bool


def make_backup(*, target: Path, keys: Path | None, now: datetime) -> Backup:
    """Write everything to the archive `target`, and the keys to a file of their own, to be kept apart.

    The database comes first: a file that is uploaded afterwards belongs to no row of it, and is no loss.

    Raises:
        BackupRefused: something stands in the way, such as an open secret ballot.
        BackupBroken: a file changed while it was read.
        DatabaseTool: the database's program is missing or failed.
    """
    if blockers := backup_blockers():
        raise BackupRefused(" ".join(blockers))
    with transaction.atomic():
        record_event("platform.backup_made", assembly=None, actor=None, now=now)
    files = 0
    said: dict[str, Any] = {
        "made_at": now.isoformat(),
        "vendor": connection.vendor,
        "key": _fingerprint(settings.SECRET_KEY),
        "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
    }
    with tempfile.TemporaryDirectory(prefix="assembly-backup-", dir=target.parent) as scratch:
        copy = Path(scratch) / DATABASE
        said["left_out"] = _dumped(copy)
        with writing(target, said) as archive:
            with copy.open("rb") as content:
                archive.add(DATABASE, content, copy.stat().st_size)
            if settings.ERASURE_LEDGER.exists():
                with settings.ERASURE_LEDGER.open("rb") as content:
                    archive.add(LEDGER, content, settings.ERASURE_LEDGER.stat().st_size)
            for name in _names_in(default_storage):
                with default_storage.open(name) as content:
                    archive.add(FILES + name, content, content.size)
                    files += 1
    if keys is not None:
        held = {"SECRET_KEY": settings.SECRET_KEY, "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS}
        write_privately(keys, json.dumps(held, indent=1).encode())
    return Backup(files, target.stat().st_size)


def _dumped(target: Path) -> dict[str, list[Any]]:
    """Copy the database without what no archive holds; return the keys of those rows."""
    left_out = {each.table: each.key for each in all_left_out()}

    def asked(query: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [each for (each,) in cursor.fetchall()]

    if connection.vendor == SQLITE:
        return dump(SQLITE, connection.settings_dict, target, left_out, asked)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return dump(connection.vendor, connection.settings_dict, target, left_out, asked)


def restore_backup(*, source: Path, replace: bool, now: datetime) -> Restored:
    """Put a backup back, and bring it up to date; web server and workers stand still meanwhile.

    The whole archive is checked before anything is touched. Broken off, it can be run again.

    Raises:
        BackupBroken: the archive is not whole or was changed.
        BackupRefused: there is something here already, the archive is of another kind of database, or another
            role owns the tables.
        DatabaseTool: the database's program is missing or failed.
        RightsRefused: all is back and up to date, but the role of web server and workers could not be given its rights.
    """
    manifest = manifest_of(source)
    if manifest["vendor"] != connection.vendor:
        raise BackupRefused(
            _("It was made with %(theirs)s; this installation has %(ours)s.")
            % {"theirs": manifest["vendor"], "ours": connection.vendor}
        )
    if not owns_the_tables():
        raise BackupRefused(_("Only the role that owns the tables can put a backup back."))
    if not replace and (connection.introspection.table_names() or any(_names_in(default_storage))):
        raise BackupRefused(
            _("There is a database or there are files here already. Say that they are to be replaced.")
        )
    kept: set[str] = set()
    # Where the database's copy has room: /tmp is memory in many containers.
    with (
        tempfile.TemporaryDirectory(prefix="assembly-restore-", dir=settings.VAR) as scratch,
        reading(source) as members,
    ):
        for name, content in members:
            if name == DATABASE:
                copy = _written(Path(scratch) / DATABASE, content)
                connection.close()
                load(connection.vendor, connection.settings_dict, copy)
            elif name == LEDGER:
                merge_ledger(settings.ERASURE_LEDGER, _written(Path(scratch) / LEDGER, content))
            else:
                kept.add(_put_back(default_storage, name.removeprefix(FILES), content))
    for name in set(_names_in(default_storage)) - kept:
        default_storage.delete(name)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    # The numbers of the record come again, and they are the keys of the pages.
    forget_pages()
    done = _brought_up_to_date(manifest, len(kept), now)
    if settings.DATABASE_APP_ROLE and connection.vendor != SQLITE:
        # Rights went with the tables that they were for.
        grant_rights(role=settings.DATABASE_APP_ROLE, password=settings.DATABASE_APP_PASSWORD)
    return done


def _brought_up_to_date(manifest: dict[str, Any], files: int, now: datetime) -> Restored:
    with transaction.atomic():
        signed_out, _by_model = Session.objects.all().delete()
        # Whatever was due may have gone out after the backup was made; twice is worse than asking.
        waiting = OutboxMessage.objects.by_machine().filter(
            state__in=(MessageState.PENDING, MessageState.SENDING), due_at__lte=now
        )
        held = waiting.update(state=MESSAGE.target(MessageState.PENDING, "lose"), ended_at=now)
        left_out = manifest.get("left_out", {})
        asked_again = sum(each.restored(left_out.get(each.table, []), now) for each in all_left_out())
        record_event(
            "platform.backup_restored",
            assembly=None,
            actor=None,
            now=now,
            details={"made_at": manifest["made_at"], "held": held, "asked_again": asked_again},
        )
    erased = replay_erasures(now=now, reason=_("Erased since the backup was made"))
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return Restored(
        made_at=manifest["made_at"],
        files=files,
        erased=erased,
        held=held,
        signed_out=signed_out,
        asked_again=asked_again,
        broken=(
            *(report.key for report in check_record() if report.faults),
            *(fault.what for fault in check_kept()),
        ),
        other_key=manifest["key"] not in map(_fingerprint, keys),
    )


def _names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files below a folder, in order."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(names))
    for each in sorted(folders):
        yield from _names_in(storage, prefix + each)


def _put_back(storage: Storage, name: str, content: IO[bytes]) -> str:
    """Store a file under the very name that the rows have; what lies there gives way."""
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, File(content))


def _written(target: Path, content: IO[bytes]) -> Path:
    with target.open("wb") as out:
        while chunk := content.read(1 << 20):
            out.write(chunk)
    return target


def _fingerprint(key: str) -> str:
    """Return what tells whether two keys are the same, and nothing of the key."""
    return hashlib.sha256(f"assembly-backup {key}".encode()).hexdigest()[:16]
