"""Vote in secret: turns, codes, sealed votes, receipts, reconciliations; what of them is kept; and void ballots."""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assembly.kept_rows import Refusal, differs, lay, take_away
from assembly.tables_at_once import at_once

_decided = import_module("assembly.outcomes.migrations.0002_kept")
_entered = import_module("assembly.outcomes.migrations.0004_kept_inserts")
_BALLOT = "EXISTS (SELECT 1 FROM outcomes_ballot b WHERE b.id = {row}.ballot_id AND b.state {states})"
_QUESTION = (
    "EXISTS (SELECT 1 FROM outcomes_ballotquestion q JOIN outcomes_ballot b ON b.id = q.ballot_id "
    "WHERE q.id = {row}.question_id AND b.state {states})"
)
_BEFORE_COUNTING = "NOT IN ('shown_as_draft', 'open')"
_BEFORE_VERIFYING = "NOT IN ('shown_as_draft', 'open', 'counted')"
_VERIFIED = "IN ('verified', 'published')"
REFUSALS = (
    # Row by row, without asking another table: each vote rewrites every row. After the closing no choice is blank.
    Refusal(
        "sealed_vote_no_update",
        "outcomes_sealedvote",
        "UPDATE",
        f"{differs('key', 'question_id')} OR (OLD.choice <> '' AND OLD.choice <> NEW.choice)",
    ),
    # The counts of paper are mixed in while it is verified.
    Refusal(
        "sealed_vote_no_insert",
        "outcomes_sealedvote",
        "INSERT",
        _QUESTION.format(row="NEW", states=_BEFORE_VERIFYING),
    ),
    Refusal(
        "sealed_vote_no_delete",
        "outcomes_sealedvote",
        "DELETE",
        _QUESTION.format(row="OLD", states=_BEFORE_VERIFYING),
    ),
    Refusal(
        "vote_receipt_no_update",
        "outcomes_votereceipt",
        "UPDATE",
        f"{differs('key', 'ballot_id', 'receipt')} OR (OLD.is_counted AND NOT NEW.is_counted)",
    ),
    Refusal(
        "vote_receipt_no_insert",
        "outcomes_votereceipt",
        "INSERT",
        _BALLOT.format(row="NEW", states=_BEFORE_COUNTING),
    ),
    Refusal(
        "vote_receipt_no_delete",
        "outcomes_votereceipt",
        "DELETE",
        _BALLOT.format(row="OLD", states=_BEFORE_COUNTING),
    ),
    # Whoever has seen a code has it; only what was sealed or blank can be handed back.
    Refusal(
        "voter_turn_no_update",
        "outcomes_voterturn",
        "UPDATE",
        f"{differs('ballot_id', 'person_id')} OR (OLD.how IN ('own', 'desk') AND OLD.how <> NEW.how)",
    ),
    Refusal(
        "reconciliation_no_update",
        "outcomes_reconciliation",
        "UPDATE",
        _BALLOT.format(row="OLD", states=_VERIFIED),
    ),
    Refusal(
        "reconciliation_no_delete",
        "outcomes_reconciliation",
        "DELETE",
        _BALLOT.format(row="OLD", states=_VERIFIED),
    ),
)
_REWRITTEN = ("outcomes_sealedvote", "outcomes_votereceipt", "outcomes_voterturn")


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers."""
    lay(schema_editor, REFUSALS, "a vote is kept as it was cast")


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    take_away(schema_editor, REFUSALS)


def leave_room(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Leave room in each page for the row's next version: all rows are rewritten with each vote."""
    if schema_editor.connection.vendor == "postgresql":
        for table in _REWRITTEN:
            schema_editor.execute(f"ALTER TABLE {table} SET (fillfactor = 45)")


class Migration(migrations.Migration):
    dependencies = [
        ("assembly", "0012_people"),
        ("outcomes", "0005_sent_to_clear"),
        ("scheduling", "0008_hosts_in_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once([
        # Those that ask the table of ballots cannot stand while SQLite rebuilds it.
        migrations.RunPython(_decided.take_triggers_away, _decided.lay_triggers),
        migrations.RunPython(_entered.take_triggers_away, _entered.lay_triggers),
        migrations.CreateModel(
            name="BallotKeys",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="keys",
                        serialize=False,
                        to="outcomes.ballot",
                    ),
                ),
                ("secret", models.BinaryField()),
            ],
            options={
                "verbose_name": "keys of a ballot",
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reconciliation",
                        serialize=False,
                        to="outcomes.ballot",
                    ),
                ),
                ("eligible", models.PositiveIntegerField(verbose_name="may vote")),
                ("codes", models.PositiveIntegerField(verbose_name="codes made")),
                (
                    "slips_printed",
                    models.PositiveIntegerField(default=0, verbose_name="sealed slips printed"),
                ),
                ("own", models.PositiveIntegerField(default=0, verbose_name="codes taken signed in")),
                ("desk", models.PositiveIntegerField(default=0, verbose_name="codes given at the desk")),
                ("slips", models.PositiveIntegerField(default=0, verbose_name="sealed slips drawn")),
                ("papers", models.PositiveIntegerField(default=0, verbose_name="ballot papers given out")),
                (
                    "unused_codes",
                    models.PositiveIntegerField(default=0, verbose_name="codes that nobody was given"),
                ),
                ("cast", models.PositiveIntegerField(default=0, verbose_name="votes cast by code")),
                (
                    "slips_returned",
                    models.PositiveIntegerField(default=0, verbose_name="slips left over, unopened"),
                ),
                ("papers_in_urn", models.PositiveIntegerField(default=0, verbose_name="papers in the urn")),
                (
                    "explanation",
                    models.TextField(blank=True, max_length=2000, verbose_name="why numbers differ"),
                ),
            ],
            options={
                "verbose_name": "reconciliation",
            },
        ),
        migrations.CreateModel(
            name="SealedVote",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("choice", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "sealed vote",
            },
        ),
        migrations.CreateModel(
            name="UnissuedCode",
            fields=[
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "voting code that nobody has yet",
            },
        ),
        migrations.CreateModel(
            name="VoteReceipt",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("receipt", models.CharField(max_length=16)),
                ("is_counted", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "receipt of a vote",
            },
        ),
        migrations.CreateModel(
            name="VoterTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "Took a code, signed in"),
                            ("desk", "Was given a code at the desk"),
                            ("slip", "Drew a sealed slip"),
                            ("paper", "Took a ballot paper"),
                        ],
                        max_length=5,
                        verbose_name="how they vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "turn of a voter",
                "ordering": ["ballot", "person"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="ballot",
            name="ballot_state",
        ),
        migrations.AlterField(
            model_name="ballot",
            name="state",
            field=models.CharField(
                choices=[
                    ("designed", "Designed"),
                    ("shown_as_draft", "Shown as a draft"),
                    ("open", "Open"),
                    ("closed", "Closed"),
                    ("counted", "Counted"),
                    ("verified", "Verified"),
                    ("published", "Published"),
                    ("void", "Void"),
                ],
                default="designed",
                max_length=14,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "designed",
                            "shown_as_draft",
                            "open",
                            "closed",
                            "counted",
                            "verified",
                            "published",
                            "void",
                        ],
                    )
                ),
                name="ballot_state",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="ballot",
            name="ballot_method",
        ),
        migrations.AlterField(
            model_name="ballot",
            name="method",
            field=models.CharField(
                choices=[
                    ("room", "In the room, and counted there"),
                    ("secret", "Secret, with one-time codes"),
                ],
                default="room",
                max_length=8,
                verbose_name="method",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["room", "secret"])), name="ballot_method"
            ),
        ),
        migrations.AddField(
            model_name="sealedvote",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sealed_votes",
                to="outcomes.ballotquestion",
            ),
        ),
        migrations.AddField(
            model_name="unissuedcode",
            name="ballot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="unissued_codes",
                to="outcomes.ballot",
            ),
        ),
        migrations.AddField(
            model_name="votereceipt",
            name="ballot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="receipts", to="outcomes.ballot"
            ),
        ),
        migrations.AddField(
            model_name="voterturn",
            name="ballot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="outcomes.ballot"
            ),
        ),
        migrations.AddField(
            model_name="voterturn",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="voterturn",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="voter_turns", to="assembly.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="votereceipt",
            constraint=models.UniqueConstraint(fields=("ballot", "receipt"), name="vote_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="voterturn",
            constraint=models.UniqueConstraint(fields=("ballot", "person"), name="voter_turn_once"),
        ),
        migrations.AddConstraint(
            model_name="voterturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["", "own", "desk", "slip", "paper"])), name="voter_turn_how"
            ),
        ),
        migrations.RunPython(_entered.lay_triggers, _entered.take_triggers_away),
        migrations.RunPython(_decided.lay_triggers, _decided.take_triggers_away),
        migrations.RunPython(lay_triggers, take_triggers_away),
        migrations.RunPython(leave_room, migrations.RunPython.noop),
    ])
