"""Make the database itself refuse to remove draws, runs and seats, or to change what a draw has committed to."""

from typing import Any

from django.db import migrations

KEPT = ("sortition_draw", "sortition_drawfile", "sortition_selectionrun", "sortition_seat")
COMMITTED = (("sortition_draw", "frozen_hash", "''"), ("sortition_drawfile", "frozen", "{empty}"))
"""Table, column, and what stands there before the commitment."""


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    if is_postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION draws_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'draws, runs and seats are kept as they are'; END $$"
        )
    for table in KEPT:
        _refuse(schema_editor, f"{table}_no_delete", f"BEFORE DELETE ON {table}")
    for table, column, blank in COMMITTED:
        empty = blank.format(empty="'\\x'::bytea" if is_postgres else "x''")
        is_new = f"OLD.{column} <> {empty} AND NEW.{column} <> OLD.{column}"
        _refuse(schema_editor, f"{table}_no_change", f"BEFORE UPDATE ON {table}", is_new)


def _refuse(schema_editor: Any, name: str, when: str, condition: str = "") -> None:
    if schema_editor.connection.vendor == "postgresql":
        only = f"WHEN ({condition}) " if condition else ""
        schema_editor.execute(
            f"CREATE TRIGGER {name} {when} FOR EACH ROW {only}EXECUTE FUNCTION draws_are_kept()"
        )
    else:
        only = f"WHEN {condition} " if condition else ""
        schema_editor.execute(
            f"CREATE TRIGGER {name} {when} {only}"
            "BEGIN SELECT RAISE(ABORT, 'draws, runs and seats are kept as they are'); END"
        )


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    names = [(table, "no_delete") for table in KEPT] + [(table, "no_change") for table, *_rest in COMMITTED]
    for table, what in names:
        on_table = f" ON {table}" if is_postgres else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{what}{on_table}")


class Migration(migrations.Migration):
    dependencies = [("sortition", "0011_alternates")]

    operations = [
        # On SQLite a later migration that rebuilds one of the tables loses its triggers and has to lay them again.
        migrations.RunPython(lay_triggers, take_triggers_away),
    ]
