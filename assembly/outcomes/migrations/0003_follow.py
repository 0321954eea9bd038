"""Keep the reason with each report, for which day was reminded, and as what a rating stood in each published count."""

from typing import Any

from django.db import migrations, models

from assembly.kept_rows import Refusal, lay, take_away

REFUSALS = (
    Refusal("progress_report_no_update", "outcomes_progressreport", "UPDATE"),
    Refusal("progress_report_no_delete", "outcomes_progressreport", "DELETE"),
)


def lay_triggers_again(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers of the table that SQLite has built anew."""
    take_away(schema_editor, REFUSALS)
    lay(schema_editor, REFUSALS, "what was published or decided is kept as it is")


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_bodies")]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="reminded_for",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="responserating",
            name="counted",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(lay_triggers_again, lay_triggers_again),
    ]
