"""Say which body is the commissioning authority: it is told when an answer is a month late."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0002_kept")]

    operations = [
        migrations.AddField(
            model_name="responseplan",
            name="authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="outcomes.body",
                verbose_name="commissioning authority",
            ),
        ),
    ]
