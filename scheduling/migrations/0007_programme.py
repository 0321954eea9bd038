"""Versions of the programme, notices of them, and addresses of calendars."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assembly.tables_at_once import at_once


TABLE = "scheduling_programmeversion"


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Make the database itself refuse to change or remove what was published."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION programmes_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'published programmes are kept as they are'; END $$"
        )
        for what in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{what.lower()} BEFORE {what} ON {TABLE} "
                "FOR EACH ROW EXECUTE FUNCTION programmes_are_kept()"
            )
        return
    for what in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{what.lower()} BEFORE {what} ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'published programmes are kept as they are'); END"
        )


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    on_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for what in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{what}{on_table}")


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0012_people'),
        ('scheduling', '0006_plan'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('published_at', models.DateTimeField()),
                ('note', models.CharField(max_length=300, verbose_name='what changed, in a sentence')),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programme_versions', to='assembly.assembly')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of the programme',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mailing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assembly.mailing')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme_notices', to='assembly.person')),
                ('since', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.programmeversion')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='scheduling.programmeversion')),
            ],
            options={
                'verbose_name': 'notice of a version',
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='assembly.assembly')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='assembly.person')),
            ],
            options={
                'verbose_name': 'address of a calendar',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('revoked_at', None)), fields=('assembly', 'person'), name='calendar_feed_one_each'), models.UniqueConstraint(condition=models.Q(('person', None), ('revoked_at', None)), fields=('assembly', 'made_by'), name='calendar_feed_one_whole_each')],
            },
        ),
        migrations.AddConstraint(
            model_name='programmeversion',
            constraint=models.UniqueConstraint(fields=('assembly', 'number'), name='programme_version_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='programmeversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='programme_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='programmenotice',
            constraint=models.UniqueConstraint(fields=('version', 'person'), name='programme_notice_once'),
        ),
        # On SQLite a later migration that rebuilds the table loses its triggers and has to lay them again.
        migrations.RunPython(lay_triggers, take_triggers_away),
    ])
