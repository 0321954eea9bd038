from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # Columns that may be empty are added in place: the triggers on the table stay.
    dependencies = [
        ("outcomes", "0004_kept_inserts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="responseversion",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sent to be cleared"),
        ),
        migrations.AddField(
            model_name="responseversion",
            name="sent_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
