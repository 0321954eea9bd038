"""Make room for slow digests of the codes of letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assembly", "0015_sent_forms")]

    operations = [
        migrations.AlterField("signincode", "digest", models.CharField(max_length=128, unique=True)),
    ]
