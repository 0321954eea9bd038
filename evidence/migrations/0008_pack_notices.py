"""Keep who was written to that a version of a pack is out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0012_people'),
        ('evidence', '0007_receipts'),
    ]

    operations = [
        migrations.CreateModel(
            name='PackNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page_url', models.CharField(max_length=300)),
                ('mailing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assembly.mailing')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_notices', to='assembly.person')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='evidence.packversion')),
            ],
            options={
                'verbose_name': 'notice of a version of a pack',
                'constraints': [models.UniqueConstraint(fields=('version', 'person'), name='pack_notice_once')],
            },
        ),
    ]
