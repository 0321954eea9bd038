"""Let a public question be with a witness again, keep its wording as it was published, and name no account of members."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_kept = import_module("evidence.migrations.0002_kept")
_NAME, _TABLE = "question_no_reword", "evidence_question"
_WHEN = (
    "OLD.published_at IS NOT NULL AND (NEW.published_at IS NULL OR NEW.published_at < OLD.published_at "
    "OR OLD.wording <> NEW.wording)"
)
_REFUSAL = "what was published is kept as it is"


def lay_triggers(apps: Any, schema_editor: Any) -> None:
    """Lay those of the migration before again, and the one of the wording."""
    _kept.lay_triggers(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {_WHEN} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_NAME}()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON {_TABLE} WHEN {_WHEN} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def take_triggers_away(apps: Any, schema_editor: Any) -> None:
    """Take them away: those that ask the table of questions cannot stand while SQLite rebuilds it."""
    _kept.take_triggers_away(apps, schema_editor)
    on_table = f" ON {_TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {_NAME}{on_table}")


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0004_packs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(take_triggers_away, lay_triggers),
        migrations.AlterField(
            "question",
            "entered_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint("question", "question_published_with_an_answer"),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(state__in=["answered", "accepted", "reopened", "assigned"]),
                name="question_published_with_an_answer",
            ),
        ),
        migrations.RunPython(lay_triggers, take_triggers_away),
    ]
