"""Many rows into one table at once, past the object layer: what a long import needs to hold its lock only briefly.

SQLite takes rows one by one through `executemany`, which costs little without a network in between. PostgreSQL takes
them by COPY, where an update is needed through a temporary table.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

_BATCH = 10_000

Row = Sequence[Any]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Return `count` keys that no other row has or will get. Call it in the transaction that uses them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [pk for (pk,) in cursor.fetchall()]
        # The caller holds SQLite's only write lock.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        cursor.execute(f"SELECT MAX(id) FROM {_quoted(table)}")  # noqa: S608 (a model's own table)
        first = max(last[0] if last else 0, cursor.fetchone()[0] or 0) + 1
    return list(range(first, first + count))


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows; `names` are the fields in their order."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, model._meta.db_table, _columns(model, names), rows)
        else:
            columns = _columns(model, names)
            marks = ", ".join(["%s"] * len(columns))
            into = f"INSERT INTO {_quoted(model._meta.db_table)} ({_listed(columns)}) VALUES ({marks})"  # noqa: S608
            _execute_many(cursor, into, rows)


def upsert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Row], *, unique: Sequence[str]
) -> None:
    """Insert rows, or update those that are there already by the fields of `unique`."""
    columns, keys = _columns(model, names), _columns(model, unique)
    table = _quoted(model._meta.db_table)
    sets = ", ".join(f"{_quoted(name)} = EXCLUDED.{_quoted(name)}" for name in columns if name not in keys)
    conflict = f"ON CONFLICT ({_listed(keys)}) DO UPDATE SET {sets}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            like = f"SELECT {_listed(columns)} FROM {table}"  # noqa: S608
            cursor.execute(f"CREATE TEMPORARY TABLE imported_rows AS {like} WITH NO DATA")
            _copy(cursor, "imported_rows", columns, rows)
            source = f"SELECT {_listed(columns)} FROM imported_rows"  # noqa: S608
            cursor.execute(f"INSERT INTO {table} ({_listed(columns)}) {source} {conflict}")
            cursor.execute("DROP TABLE imported_rows")
        else:
            marks = ", ".join(["%s"] * len(columns))
            into = f"INSERT INTO {table} ({_listed(columns)}) VALUES ({marks}) {conflict}"  # noqa: S608
            _execute_many(cursor, into, rows)


def update_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Update rows by their key; the first of `names` is the key, the others are the fields to set."""
    (key, *columns), table = _columns(model, names), _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            like = f"SELECT {_listed([key, *columns])} FROM {table}"  # noqa: S608
            cursor.execute(f"CREATE TEMPORARY TABLE updated_rows AS {like} WITH NO DATA")
            _copy(cursor, "updated_rows", [key, *columns], rows)
            sets = ", ".join(f"{_quoted(name)} = news.{_quoted(name)}" for name in columns)
            where = f"FROM updated_rows AS news WHERE {table}.{_quoted(key)} = news.{_quoted(key)}"
            cursor.execute(f"UPDATE {table} SET {sets} {where}")  # noqa: S608
            cursor.execute("DROP TABLE updated_rows")
        else:
            sets = ", ".join(f"{_quoted(name)} = %s" for name in columns)
            update = f"UPDATE {table} SET {sets} WHERE {_quoted(key)} = %s"  # noqa: S608
            _execute_many(cursor, update, ([*rest, pk] for pk, *rest in rows))


def delete_rows(model: type[models.Model], name: str, value: int) -> None:
    """Delete the rows with a value in a field. What refers to them must be gone: nothing cascades."""
    (column,), table = _columns(model, [name]), _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {_quoted(column)} = %s", [value])  # noqa: S608


def in_batches(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    """Return keys in lots that a query takes as parameters."""
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    # Django translates the driver's errors only for statements that go through its own cursor.
    statement = f"COPY {_quoted(table)} ({_listed(columns)}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _execute_many(cursor: Any, statement: str, rows: Iterable[Row]) -> None:
    # Django keeps what it was given until the statement has ended, so a long iterator is given in lots.
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        cursor.executemany(statement, some)


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    return [str(model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
