"""What was promised to the public, with its days; the database itself refuses to change what was promised."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from assembly.kept_rows import Refusal, differs, lay, take_away
from assembly.tables_at_once import at_once

_PROMISE = ("assembly_id", "number", "title", "kind", "what", "promised_at", "promised_by_id")
REFUSALS = (
    Refusal("publication_item_no_update", "assembly_publicationitem", "UPDATE", differs(*_PROMISE)),
    Refusal("publication_item_no_delete", "assembly_publicationitem", "DELETE"),
    Refusal("publication_day_no_update", "assembly_publicationday", "UPDATE"),
    Refusal("publication_day_no_delete", "assembly_publicationday", "DELETE"),
)
"""What was promised, and each day that it was promised for, stays as it was said."""


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers."""
    lay(schema_editor, REFUSALS, "what was promised to the public is kept as it is")


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    take_away(schema_editor, REFUSALS)


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0013_public_statement'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='PublicationItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('promised', 'Promised'), ('delivered', 'Out'), ('withdrawn', 'Withdrawn')], default='promised', max_length=12, verbose_name='state')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                ('what', models.CharField(blank=True, max_length=600, verbose_name='what will be published')),
                ('promised_at', models.DateTimeField()),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='out since')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('note', models.CharField(blank=True, max_length=600, verbose_name='note')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn')),
                ('reason', models.CharField(blank=True, max_length=600, verbose_name='reason')),
                ('corrected_on', models.DateField(blank=True, null=True, verbose_name='corrected')),
                ('correction', models.CharField(blank=True, max_length=600, verbose_name='correction')),
                ('assembly', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publication_items', to='assembly.assembly')),
                ('promised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'publication item',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='PublicationDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('due_on', models.DateField(verbose_name='day')),
                ('reason', models.CharField(blank=True, max_length=600, verbose_name='reason')),
                ('set_at', models.DateTimeField()),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='assembly.publicationitem')),
            ],
            options={
                'verbose_name': 'promised day',
                'ordering': ['item', 'number'],
            },
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.UniqueConstraint(fields=('assembly', 'number'), name='publication_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('assembly', 'title'), name='publication_title_once'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('kind', ''), _negated=True), models.Q(('state', 'withdrawn'), _negated=True)), fields=('assembly', 'kind'), name='publication_kind_once'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['promised', 'delivered', 'withdrawn'])), name='publication_state'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delivered_on__isnull', False), ('state', 'delivered')), models.Q(models.Q(('state', 'delivered'), _negated=True), ('delivered_on', None), ('link', ''), ('note', '')), _connector='OR'), name='publication_out_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_on__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('reason', ''), ('withdrawn_on', None)), _connector='OR'), name='publication_withdrawn_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrected_on', None), ('correction', '')), models.Q(('corrected_on__isnull', False), models.Q(('correction', ''), _negated=True)), _connector='OR'), name='publication_corrected_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='publicationitem',
            constraint=models.CheckConstraint(condition=models.Q(('link', ''), ('link__startswith', 'https://'), _connector='OR'), name='publication_link_is_safe'),
        ),
        migrations.AddConstraint(
            model_name='publicationday',
            constraint=models.UniqueConstraint(fields=('item', 'number'), name='publication_day_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='publicationday',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('number__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='publication_day_moved_with_reason'),
        ),
        migrations.RunPython(lay_triggers, take_triggers_away),
    ])
