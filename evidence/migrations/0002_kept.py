"""Make the database itself refuse to change what was released, issued, answered in public or stored."""

from typing import Any

from django.db import migrations

VERSIONS, FORMATS = "evidence_evidenceversion", "evidence_evidenceformat"
PACKS, FILES, ANSWERS = "evidence_packversion", "evidence_storedfile", "evidence_questionanswer"

_CONTENT = ("item_id", "number", "title", "summary", "text", "link", "file_id", "source", "licence", "language", "note")
_IS_PUBLIC = (
    "EXISTS (SELECT 1 FROM evidence_question q WHERE q.id = OLD.question_id AND q.published_at IS NOT NULL)"
)
_IS_RELEASED = (
    "EXISTS (SELECT 1 FROM evidence_evidenceversion v WHERE v.id = OLD.version_id AND v.released_at IS NOT NULL)"
)


def _differs(*columns: str) -> str:
    """Return the condition that one of the columns is changed; `IS DISTINCT FROM` is new in SQLite, so `IS NOT`."""
    return "(" + " OR ".join(f"OLD.{each} {{differs}} NEW.{each}" for each in columns) + ")"


# Name → table, what is refused, and when.
_REFUSED = {
    "evidence_version_no_update": (
        VERSIONS,
        "UPDATE",
        f"OLD.released_at IS NOT NULL AND ({_differs(*_CONTENT, 'released_at')} "
        "OR (OLD.published_at IS NOT NULL AND OLD.published_at {differs} NEW.published_at))",
    ),
    "evidence_version_no_delete": (VERSIONS, "DELETE", "OLD.released_at IS NOT NULL"),
    "evidence_format_no_update": (FORMATS, "UPDATE", _IS_RELEASED),
    "evidence_format_no_delete": (FORMATS, "DELETE", _IS_RELEASED),
    "pack_version_no_update": (PACKS, "UPDATE", ""),
    "pack_version_no_delete": (PACKS, "DELETE", ""),
    "stored_file_no_update": (FILES, "UPDATE", _differs("file", "sha256", "content_type", "size")),
    "answer_no_update": (ANSWERS, "UPDATE", _IS_PUBLIC),
    "answer_no_delete": (ANSWERS, "DELETE", _IS_PUBLIC),
}


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers. On SQLite a later migration that rebuilds a table has to lay them again."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for name, (table, what, when) in _REFUSED.items():
        condition = when.replace("{differs}", "IS DISTINCT FROM" if is_postgres else "IS NOT")
        if is_postgres:
            # A trigger's WHEN may not ask another table there, so the function does.
            test = f"IF {condition} THEN {{refuse}} END IF;" if condition else "{refuse}"
            back = "OLD" if what == "DELETE" else "NEW"
            body = test.replace("{refuse}", "RAISE EXCEPTION 'what was released is kept as it is';")
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body} RETURN {back}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            test = f"WHEN {condition} " if condition else ""
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {what} ON {table} {test}"
                "BEGIN SELECT RAISE(ABORT, 'what was released is kept as it is'); END"
            )


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    for name, (table, _what, _when) in _REFUSED.items():
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_evidence")]

    operations = [migrations.RunPython(lay_triggers, take_triggers_away)]
