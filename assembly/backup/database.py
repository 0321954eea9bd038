"""Take a database out into one file, and put it back, as each kind of database does it best.

SQLite copies its pages while others go on writing; PostgreSQL's own programs write and read a dump, which needs the
client's programs of the server's version or a newer one.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class DatabaseTool(Exception):  # noqa: N818 (errors are named for what happened)
    """A program of the database is missing, or failed; it says why."""


def dump(
    vendor: str,
    settings: Mapping[str, Any],
    target: Path,
    left_out: Mapping[str, str],
    asked: Callable[[str], list[Any]],
) -> dict[str, list[Any]]:
    """Write a consistent copy of the database that `settings` (as in `DATABASES`) name to `target`.

    left_out: tables whose rows are not to be in it, with the column of their key. asked: answers a query of one column
    in a transaction that is open (PostgreSQL only).

    Returns:
        The keys of the rows that were left out, by table; they are those of the very moment of the copy.
    """
    if vendor == SQLITE:
        with closing(sqlite3.connect(settings["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            return _taken_out(copy, left_out)
    # The programme and the queries see one snapshot: an answer that comes meanwhile is in neither.
    [snapshot] = asked("SELECT pg_export_snapshot()")
    keys = {table: asked(_keys_in(table, key)) for table, key in left_out.items()}
    without = [f"--exclude-table-data=public.{table}" for table in left_out]
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *without]
    _run("pg_dump", settings, [*options, f"--file={target}"])
    return keys


def _taken_out(copy: sqlite3.Connection, left_out: Mapping[str, str]) -> dict[str, list[Any]]:
    """Delete rows from a copy so that nothing of them stays in its pages; return their keys."""
    # Neither a journal on the disk nor a free page may keep them.
    copy.execute("PRAGMA journal_mode = MEMORY")
    copy.execute("PRAGMA secure_delete = ON")
    keys = {
        table: [each for (each,) in copy.execute(_keys_in(table, key))] for table, key in left_out.items()
    }
    for table in left_out:
        copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (the names are ours)
    copy.commit()
    copy.execute("VACUUM")
    return keys


def _keys_in(table: str, key: str) -> str:
    return f'SELECT "{key}" FROM "{table}" ORDER BY 1'  # noqa: S608 (the names are ours)


def load(vendor: str, settings: Mapping[str, Any], source: Path) -> None:
    """Put a copy in place of whatever the database holds.

    SQLite: in one transaction, so that whoever has it open sees the old or the new. PostgreSQL: what is there goes, and
    the dump comes in one transaction; if it fails, the database is empty, and the backup can be put back again.

    Raises:
        DatabaseTool: the copy is damaged, or a program is missing or failed.
    """
    if vendor == SQLITE:
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(settings["NAME"])) as target:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                message = "the copy of the database is damaged"
                raise DatabaseTool(message)
            copy.backup(target)
        return
    emptied = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    _run("psql", settings, ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--command={emptied}"])
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run(
        "pg_restore", settings, [*options, f"--dbname={settings['NAME']}", str(source)], names_database=False
    )


def _run(
    name: str, settings: Mapping[str, Any], arguments: Sequence[str], *, names_database: bool = True
) -> None:
    """Run one of PostgreSQL's programs; its password stands in no list of processes."""
    told = {
        "--host": settings.get("HOST"),
        "--port": settings.get("PORT"),
        "--username": settings.get("USER"),
    }
    # An address may name the folder of a socket as an option.
    told["--host"] = told["--host"] or settings.get("OPTIONS", {}).get("host")
    if names_database:
        told["--dbname"] = settings["NAME"]
    command = [_program(name), "--no-password", *(f"{key}={value}" for key, value in told.items() if value)]
    password = {"PGPASSWORD": settings["PASSWORD"]} if settings.get("PASSWORD") else {}
    done = subprocess.run(  # noqa: S603 (arguments are ours, no shell reads them)
        [*command, *arguments], env={**os.environ, **password}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"{name} failed: {done.stderr.strip()[-2000:]}"
        raise DatabaseTool(message)


def _program(name: str) -> str:
    """Find one of PostgreSQL's programs; Debian keeps several versions beside each other, the newest is right."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        message = (
            f"There is no {name}. Install PostgreSQL's client programs, of the server's version or newer."
        )
        raise DatabaseTool(message)
    return found
