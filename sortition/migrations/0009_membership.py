"""Make the tables of the membership record; let the database itself refuse to change a consent."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assembly.tables_at_once import at_once

CONSENTS = "sortition_memberconsent"


def refuse_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the trigger. Rows can be deleted, because the law may ask for it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION consents_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'consents are append-only'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {CONSENTS}_no_update BEFORE UPDATE ON {CONSENTS} "
            "FOR EACH ROW EXECUTE FUNCTION consents_are_append_only()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {CONSENTS}_no_update BEFORE UPDATE ON {CONSENTS} "
            "BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END"
        )


def allow_changes(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the trigger away."""
    on_table = f" ON {CONSENTS}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {CONSENTS}_no_update{on_table}")


class Migration(migrations.Migration):

    dependencies = [
        ('sortition', '0008_draws_and_seats'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='EmergencyContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('relation', models.CharField(blank=True, max_length=80, verbose_name='who that is to the member')),
                ('phone', models.CharField(max_length=60, verbose_name='phone')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('respondent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='emergency_contact', to='sortition.respondent')),
            ],
            options={
                'verbose_name': 'emergency contact',
            },
        ),
        migrations.CreateModel(
            name='ContactPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('post', 'Post'), ('phone', 'Phone'), ('email', 'E-mail'), ('sms', 'Text message')], max_length=10, verbose_name='how to reach them')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language')),
                ('best_time', models.CharField(blank=True, max_length=120, verbose_name='best time to call')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('respondent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contact_preference', to='sortition.respondent')),
            ],
            options={
                'verbose_name': 'contact preference',
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['post', 'phone', 'email', 'sms'])), name='contact_preference_channel')],
            },
        ),
        migrations.CreateModel(
            name='MemberConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('take_part', 'Take part'), ('pictures', 'Photographs and film'), ('name', 'Name published'), ('contact_after', 'Contact after the assembly'), ('research', 'Data for research')], max_length=15, verbose_name='consent')),
                ('is_given', models.BooleanField(verbose_name='agreed')),
                ('said_on', models.DateField(verbose_name='said on')),
                ('channel', models.CharField(choices=[('web', 'Web'), ('phone', 'Phone'), ('post', 'Post'), ('in_person', 'In person')], max_length=10, verbose_name='channel')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('respondent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='member_consents', to='sortition.respondent')),
            ],
            options={
                'verbose_name': 'consent of a member',
                'ordering': ['said_on', 'pk'],
                'indexes': [models.Index(fields=['respondent', 'purpose', 'said_on'], name='consent_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['take_part', 'pictures', 'name', 'contact_after', 'research'])), name='consent_purpose'), models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'phone', 'post', 'in_person'])), name='consent_channel')],
            },
        ),
        migrations.CreateModel(
            name='SupportNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('declared', 'Declared'), ('arranged', 'Arranged'), ('confirmed_with_member', 'Confirmed with the member'), ('met', 'Met'), ('unmet', 'Unmet')], default='declared', max_length=25, verbose_name='state')),
                ('kind', models.CharField(choices=[('access', 'Access'), ('care', 'Care'), ('language', 'Language'), ('diet', 'Diet'), ('digital', 'Digital provision'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('words', models.TextField(max_length=600, verbose_name='what is needed')),
                ('channel', models.CharField(choices=[('web', 'Web'), ('phone', 'Phone'), ('post', 'Post'), ('in_person', 'In person')], max_length=10, verbose_name='told by')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='needed by')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why it was not met')),
                ('declared_at', models.DateTimeField(verbose_name='declared')),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who sees to it')),
                ('respondent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_needs', to='sortition.respondent')),
            ],
            options={
                'verbose_name': 'support need',
                'ordering': ['declared_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['declared', 'arranged', 'confirmed_with_member', 'met', 'unmet'])), name='support_need_state'), models.CheckConstraint(condition=models.Q(('kind__in', ['access', 'care', 'language', 'diet', 'digital', 'other'])), name='support_need_kind'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'unmet'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='support_need_unmet_says_why')],
            },
        ),
        # On SQLite a later migration that rebuilds the table loses its trigger and has to lay it again.
        migrations.RunPython(refuse_changes, allow_changes),
    ])
