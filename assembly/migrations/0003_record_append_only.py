"""Make the database itself refuse to change or remove entries of the record."""

from typing import Any

from django.db import migrations, models

EVENT, DETAILS = "assembly_auditevent", "assembly_eventdetails"
REFUSED = ((EVENT, "UPDATE"), (EVENT, "DELETE"), (DETAILS, "UPDATE"))
"""Details can be deleted, because the law may ask for it: `audit_verify` tells whether the record says so."""


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    if is_postgres:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$"
        )
    for table, act in REFUSED:
        name = f"{table}_no_{act.lower()}"
        if is_postgres:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION record_is_append_only()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
            )


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for table, act in REFUSED:
        on_table = f" ON {table}" if is_postgres else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{on_table}")


class Migration(migrations.Migration):
    dependencies = [("assembly", "0002_record_chain")]

    operations = [
        migrations.RemoveField("auditevent", "old_details"),
        migrations.AlterField("auditevent", "number", models.PositiveBigIntegerField(verbose_name="number")),
        migrations.AlterField("auditevent", "details_digest", models.CharField(max_length=64)),
        migrations.AlterField("auditevent", "previous", models.CharField(max_length=64)),
        migrations.AlterField("auditevent", "digest", models.CharField(max_length=64)),
        migrations.AddConstraint(
            "auditevent",
            models.UniqueConstraint(fields=["assembly", "number"], name="event_number_unique"),
        ),
        migrations.AddConstraint(
            "auditevent",
            models.UniqueConstraint(
                condition=models.Q(assembly=None), fields=["number"], name="event_platform_number_unique"
            ),
        ),
        # On SQLite a later migration that rebuilds the table loses its triggers and has to lay them again.
        migrations.RunPython(refuse_changes, allow_changes),
    ]
