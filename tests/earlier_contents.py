"""What stands in a database, read past Django: rows by their keys, and all that makes the schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "django_session", "cache_entries"}
"""Tables whose rows are not people's: migrations write them, or they may be thrown away."""

Rows = dict[str, dict[Any, dict[str, Any]]]
"""Table → key → column → value."""

SCHEMA_QUERIES = {
    "column": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "trigger": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled FROM pg_trigger "
    "WHERE NOT tgisinternal",
    "function": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' "
    "AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')",
}


@contextmanager
def opened(address: str | Path) -> Iterator[Any]:
    """Open a file of SQLite, or a database of PostgreSQL by its address."""
    if isinstance(address, Path):
        with closing(sqlite3.connect(address)) as database:
            yield database
    else:
        with psycopg.connect(address.replace("postgres://", "postgresql://", 1)) as database:
            yield database


def rows_of(address: str | Path) -> Rows:
    """Return every row of every table that people fill."""
    with opened(address) as database:
        return {table: dict(_rows(database, table)) for table in _tables(database) if table not in BY_DJANGO}


def _tables(database: Any) -> list[str]:
    if isinstance(database, sqlite3.Connection):
        found = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
    else:
        found = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return sorted(name for (name,) in found.fetchall())


def _rows(database: Any, table: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    found = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (the names are the database’s own)
    columns = [each[0] for each in found.description]
    key = 0 if "id" not in columns else columns.index("id")
    for row in found.fetchall():
        yield row[key], dict(zip(columns, row, strict=True))


def lost(before: Rows, after: Rows) -> list[str]:
    """Name each table that is gone with its rows, and each row that is gone."""
    found = [f"{table} is gone" for table, rows in before.items() if rows and table not in after]
    for table, rows in before.items():
        gone = rows.keys() - after.get(table, rows).keys()
        found += [f"{table}: {len(gone)} rows"] if gone else []
    return found


def changed(before: Rows, after: Rows) -> set[str]:
    """Name each column, as table.column, in which a row that stayed has another value."""
    return {
        f"{table}.{column}"
        for table, rows in before.items()
        for key, row in rows.items()
        if (now := after.get(table, {}).get(key)) is not None
        for column, value in row.items()
        if column in now and now[column] != value
    }


def parts_of(table: str) -> list[str]:
    """Return what stands between the outer brackets of CREATE TABLE: columns and constraints, parted by commas.

    Commas in brackets and in texts part nothing; a quote in a text is written twice, and so ends and begins it.
    """
    parts, depth, is_text = [""], 0, False
    for letter in table[table.index("(") + 1 : table.rindex(")")]:
        is_text ^= letter == "'"
        depth += 0 if is_text else (letter == "(") - (letter == ")")
        if letter == "," and not depth and not is_text:
            parts.append("")
        else:
            parts[-1] += letter
    return [" ".join(part.split()) for part in parts]


def schema_of(address: str | Path) -> set[tuple[Any, ...]]:
    """Return all tables, columns, indexes, constraints, triggers and functions, each as one entry.

    In what order a table has its columns does not count: it tells how many steps have made the table, and nothing asks.
    """
    with opened(address) as database:
        if isinstance(database, sqlite3.Connection):
            found = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            own = [row for row in found if not row[1].startswith("sqlite_")]
            return {
                (*row, part)
                for *row, sql in own
                for part in (parts_of(sql) if row[0] == "table" and sql else [sql])
            }
        return {
            (kind, *row)
            for kind, query in SCHEMA_QUERIES.items()
            for row in database.execute(query).fetchall()
        }
