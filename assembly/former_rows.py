"""Have the database let go of former versions of rows: of votes and answers that led to somebody.

PostgreSQL keeps them in a table's file until it is rewritten. That is for the table's owner alone, so where the product
runs as another role (docs/operations.md), it calls a function of the owner's, which rewrites these tables and nothing
else. Each app registers its own in `AppConfig.ready`.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

FUNCTION = "let_go_of_former_rows"
_models: list[type[models.Model]] = []


def register_former_rows(*kept: type[models.Model]) -> None:
    """Let the owner's function rewrite these tables."""
    _models.extend(each for each in kept if each not in _models)


def let_go_of_former_rows(kept: Iterable[type[models.Model]]) -> None:
    """Have the database let go of former versions of rows of these tables, as far as it can; after the commit.

    Whoever may not rewrite them and finds no function gets an error: PostgreSQL itself would only pass them over.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            # What is deleted is overwritten (`secure_delete` in the settings); the log of changes is emptied here.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for model in kept:
            table = model._meta.db_table
            cursor.execute(
                "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [table]
            )
            if cursor.fetchone()[0]:
                cursor.execute(f"VACUUM (FULL) {table}")
            else:
                cursor.execute("SELECT let_go_of_former_rows(%s)", [table])


def lay_function(cursor: Any) -> str:
    """Make the owner's function anew; return its name as PostgreSQL writes it.

    CLUSTER rewrites a table as VACUUM FULL does, and may stand in a function, which VACUUM may not. Rows then lie in
    the order of their keys.
    """
    cases = "".join(
        f"WHEN '{each}' THEN CLUSTER public.{each} USING {_key_of(cursor, each)}; " for each in _tables()
    )
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION public.{FUNCTION}(which text) RETURNS void LANGUAGE plpgsql "
        "SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS "
        f"$$ BEGIN CASE which {cases}END CASE; END $$"
    )
    return f"public.{FUNCTION}(text)"


def _tables() -> list[str]:
    return [each._meta.db_table for each in _models]


def _key_of(cursor: Any, table: str) -> str:
    """Return the name of the index of a table's key."""
    cursor.execute(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary",
        [table],
    )
    return connection.ops.quote_name(cursor.fetchone()[0])
