"""An SQLite database with all migrations, made once and copied wherever a test needs one of its own.

The migrations truly run again as soon as one of them changes, or what they import; in a fresh clone they run once.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "migrated"
OF_MIGRATIONS = {"auth_permission", "django_content_type"}
"""Tables that only migrations fill."""
IMPORTED = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)


def copy_migrated(target: Path) -> None:
    """Lay a database with all migrations, and nothing in it, at `target`."""
    shutil.copyfile(_migrated(), target)


def lay_again() -> None:
    """Bring the open database back to how it was laid; whoever has it open finds it so.

    Django would empty each table, against the triggers that keep the record, and then fill in by hand what belongs to
    the migrations: that takes longer than most tests.
    """
    if connection.vendor == "sqlite":
        lay(_migrated())
        return
    emptied = [f"DELETE FROM {connection.ops.quote_name(name)}" for name in _tables_of_the_tests()]  # noqa: S608 (the names are Django’s)
    with connection.cursor() as cursor:
        # Neither triggers nor foreign keys are asked.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("; ".join(emptied))
        cursor.execute("SET session_replication_role = origin")


def lay(made: Path) -> None:
    """Make the open database one like that in a file of SQLite that nobody writes to."""
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{made.as_uri()}?mode=ro&immutable=1", uri=True)) as laid:
        laid.backup(connection.connection)


@cache
def _tables_of_the_tests() -> list[str]:
    return sorted(set(connection.introspection.django_table_names(only_existing=True)) - OF_MIGRATIONS)


@cache
def _migrated() -> Path:
    """Return the database to copy; whoever comes first makes it, and others wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / f"{_fingerprint()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in FOLDER.glob("*.sqlite3*"):
                old.unlink()
            _migrate(made)
    return made


def _migrate(made: Path) -> None:
    """Run the migrations as an installation does; a database that was broken off is never taken for a whole one."""
    unfinished = made.with_suffix(".sqlite3-unfinished")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "assembly.project.settings_test",
        "DATABASE_URL": f"sqlite:///{unfinished}",
    }
    for command in ("migrate", "createcachetable"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity", "0"], cwd=ROOT, env=environment, check=True
        )
    with closing(sqlite3.connect(unfinished)) as made_now:
        made_now.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.rename(made)


def _fingerprint() -> str:
    """Return what changes with the migrations, with what they import from the house, and with what runs them."""
    found = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version} {sys.version}".encode())
    for path in sorted(_migrations() | {*_imported_by_migrations()}):
        found.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _migrations() -> set[Path]:
    return {path for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/*.py")}


def _imported_by_migrations() -> Iterator[Path]:
    for path in _migrations():
        for name in IMPORTED.findall(path.read_text(encoding="utf-8")):
            spec = find_spec(name) if (ROOT / name.partition(".")[0]).is_dir() else None
            if spec and spec.origin:
                yield Path(spec.origin)
