"""Keep when a witness was invited."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_kept")]

    operations = [
        migrations.AddField(
            model_name="witness",
            name="invited_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="invited"),
        ),
    ]
