"""Remove uploaded files to which no row points.

A file is kept before its row is written, so a process that is killed in between leaves one that nobody finds again,
with a whole pool in it perhaps. It is no database row: nothing is recorded, the log counts them.
"""

from datetime import datetime, timedelta

import structlog
from django.apps import apps
from django.core.cache import cache
from django.core.files.storage import Storage
from django.db.models import FileField

KEPT_FOR = timedelta(days=1)
"""No row is written so long after its file."""
FEW, SHARE = 50, 0.1
"""More strays than these, and than that share of all files, are no accident."""
LOOKED = "stray_files_looked"
EVERY_SECONDS = 20 * 60 * 60
_log = structlog.get_logger(__name__)


def remove_stray_files_daily(now: datetime) -> int:
    """Look once a day, whatever process the clock is in."""
    return remove_stray_files(now) if cache.add(LOOKED, True, EVERY_SECONDS) else 0


def remove_stray_files(now: datetime) -> int:
    """Remove files that nothing has pointed to for a day, and answer how many. Idempotent.

    Where they are many, the database is rather another than that of these files: then none is removed, and the log
    says so.
    """
    # Listed first: whatever is named after that is younger than a day.
    listed = [(storage, name) for storage, folder in _folders() for name in _files_in(storage, folder)]
    named = _named_files() if listed else set()
    strays = [
        (storage, name)
        for storage, name in listed
        if name not in named and storage.get_modified_time(name) <= now - KEPT_FOR
    ]
    if len(strays) > max(FEW, len(listed) * SHARE):
        _log.error("too_many_stray_files", files=len(strays), of=len(listed))
        return 0
    for storage, name in strays:
        storage.delete(name)
    if strays:
        _log.warning("stray_files_removed", files=len(strays))
    return len(strays)


def _file_fields() -> list[FileField]:
    return [
        each
        for model in apps.get_models()
        for each in model._meta.local_fields
        if isinstance(each, FileField)
    ]


def _folders() -> list[tuple[Storage, str]]:
    """Return each folder in which some model keeps files, with its storage."""
    return list(
        {
            (each.storage, each.upload_to.rstrip("/"))
            for each in _file_fields()
            if isinstance(each.upload_to, str)
        }
    )


def _files_in(storage: Storage, folder: str) -> set[str]:
    try:
        _folders_below, names = storage.listdir(folder)
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for name in names if name}


def _named_files() -> set[str]:
    """Return the names of all files to which rows point."""
    return {
        name
        for each in _file_fields()
        for name in each.model._base_manager.values_list(each.name, flat=True)
        if name
    }
