"""Keep with which form an item was asked for, and how far a correction that was thrown away had been written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_questions")]

    operations = [
        migrations.AddField(
            "evidenceitem", "dropped_revision", models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            "evidenceitem", "token", models.UUIDField(blank=True, null=True, unique=True)
        ),
    ]
