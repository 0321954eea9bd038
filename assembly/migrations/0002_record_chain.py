"""Chain the record: a number and digests for each entry, and its details apart under a salt."""

import json
import secrets
from typing import Any

import django.db.models.deletion
from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations, models

from assembly.chain import START, details_digest, entry_digest
from assembly.tables_at_once import at_once


def chain_existing(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Chain what was recorded before there were chains, in the order in which it was written."""
    event_model = apps.get_model("assembly", "AuditEvent")
    details_model = apps.get_model("assembly", "EventDetails")
    ends: dict[str, tuple[int, str]] = {}
    for event in event_model.objects.order_by("pk").iterator():
        key = "platform" if event.assembly_id is None else f"assembly:{event.assembly_id}"
        last, previous = ends.get(key, (0, START))
        text = json.dumps(event.old_details, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        text = text.encode(errors="replace").decode()
        salt = secrets.token_bytes(16)
        event.number, event.previous = last + 1, previous
        event.details_digest = details_digest(salt, text)
        event.digest = entry_digest(
            previous=previous,
            chain=key,
            number=event.number,
            type_=event.type,
            object_type=event.object_type,
            object_id=event.object_id,
            actor=event.actor_id,
            at=event.at,
            details=event.details_digest,
        )
        event.save(update_fields=["number", "previous", "details_digest", "digest"])
        details_model.objects.create(event=event, salt=salt, text=text)
        ends[key] = (event.number, event.digest)
    apps.get_model("assembly", "RecordChain").objects.bulk_create(
        apps.get_model("assembly", "RecordChain")(key=key, last_number=number, last_digest=digest)
        for key, (number, digest) in ends.items()
    )


class Migration(migrations.Migration):
    dependencies = [("assembly", "0001_initial")]

    operations = at_once([
        migrations.CreateModel(
            name="RecordChain",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("last_number", models.PositiveBigIntegerField(default=0)),
                ("last_digest", models.CharField(default=START, max_length=64)),
            ],
            options={"verbose_name": "chain of the record"},
        ),
        migrations.CreateModel(
            name="EventDetails",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kept",
                        serialize=False,
                        to="assembly.auditevent",
                    ),
                ),
                ("salt", models.BinaryField(max_length=16)),
                ("text", models.TextField()),
            ],
            options={"verbose_name": "details of an entry"},
        ),
        # The name is free for the property that reads the details from where they are kept now.
        migrations.RenameField("auditevent", "details", "old_details"),
        migrations.AddField("auditevent", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("auditevent", "details_digest", models.CharField(default="", max_length=64)),
        migrations.AddField("auditevent", "previous", models.CharField(default="", max_length=64)),
        migrations.AddField("auditevent", "digest", models.CharField(default="", max_length=64)),
        migrations.RunPython(chain_existing, migrations.RunPython.noop, elidable=True),
    ])
