from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_witnesses")]

    operations = [
        migrations.AddField(
            model_name="packfile",
            name="pages_done",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
