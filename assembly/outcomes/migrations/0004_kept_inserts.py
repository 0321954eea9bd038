"""Make the database itself refuse to add to an open ballot, a verified count or a published answer, or to move rows in."""

from typing import Any

from django.db import migrations

from assembly.kept_rows import Refusal, differs, lay, take_away

_OPENED = "b.state NOT IN ('designed', 'shown_as_draft')"
_VERIFIED = "b.state IN ('verified', 'published')"
_BALLOT_OF_QUESTION = (
    "EXISTS (SELECT 1 FROM outcomes_ballotquestion q JOIN outcomes_ballot b ON b.id = q.ballot_id "
    "WHERE q.id = NEW.question_id AND {condition})"
)
_ENTRANCES = (
    ("ballot_question", "outcomes_ballotquestion", "ballot_id",
     f"EXISTS (SELECT 1 FROM outcomes_ballot b WHERE b.id = NEW.ballot_id AND {_OPENED})"),
    ("ballot_option", "outcomes_ballotoption", "question_id",
     _BALLOT_OF_QUESTION.replace("{condition}", _OPENED)),
    ("vote_count", "outcomes_votecount", "question_id",
     _BALLOT_OF_QUESTION.replace("{condition}", _VERIFIED)),
    ("count_line", "outcomes_countline", "count_id",
     "EXISTS (SELECT 1 FROM outcomes_votecount n JOIN outcomes_ballotquestion q ON q.id = n.question_id "
     f"JOIN outcomes_ballot b ON b.id = q.ballot_id WHERE n.id = NEW.count_id AND {_VERIFIED})"),
    ("commitment", "outcomes_commitment", "promised_in_id",
     "EXISTS (SELECT 1 FROM outcomes_responseversion v "
     "WHERE v.id = NEW.promised_in_id AND v.published_at IS NOT NULL)"),
    ("milestone", "outcomes_milestone", "commitment_id",
     "EXISTS (SELECT 1 FROM outcomes_commitment c JOIN outcomes_responseversion v ON v.id = c.promised_in_id "
     "WHERE c.id = NEW.commitment_id AND v.published_at IS NOT NULL)"),
)
"""Name, table, the column by which a row belongs to something, and the condition that this takes nothing more."""
_BALLOT = ("assembly_id", "number", "title", "explanation", "method", "state", "held_on", "published_at")
REFUSALS = (
    *(Refusal(f"{name}_no_insert", table, "INSERT", is_full) for name, table, _link, is_full in _ENTRANCES),
    *(
        Refusal(f"{name}_no_move", table, "UPDATE", f"{differs(link)} AND {is_full}")
        for name, table, link, is_full in _ENTRANCES
    ),
    # All the others ask how far the ballot is: a published one goes nowhere.
    Refusal("ballot_no_update", "outcomes_ballot", "UPDATE", f"OLD.state = 'published' AND {differs(*_BALLOT)}"),
    Refusal("ballot_no_delete", "outcomes_ballot", "DELETE", "OLD.state = 'published'"),
)


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers."""
    lay(schema_editor, REFUSALS, "what was published or decided is kept as it is")


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    take_away(schema_editor, REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_follow")]

    operations = [migrations.RunPython(lay_triggers, take_triggers_away)]
