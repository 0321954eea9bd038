"""Make the database itself refuse to change a recommendation's texts, open rules, published counts, reports and answers."""

from typing import Any

from django.db import migrations

from assembly.kept_rows import Refusal, differs, lay, take_away


def _exists(table: str, link: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = OLD.{link} AND {condition})"


_PUBLISHED = "OLD.published_at IS NOT NULL"
_ANSWER = (
    "response_id", "number", "is_interim", "decision", "text", "reasons", "accepted_part", "by_whom", "consider_until",
    "referred_to_id", "referred_elsewhere", "note", "language", "way", "cleared_at", "cleared_by_name", "published_at",
)
_PROMISE = ("assembly_id", "number", "promised_in_id", "body_id", "text", "owner", "due_on", "budget", "legal_route")
_IS_PROMISED = _exists("outcomes_responseversion", "promised_in_id", "t.published_at IS NOT NULL")
_IS_PROMISED_STEP = (
    "EXISTS (SELECT 1 FROM outcomes_commitment c JOIN outcomes_responseversion v ON v.id = c.promised_in_id "
    "WHERE c.id = OLD.commitment_id AND v.published_at IS NOT NULL)"
)
_IS_OPENED = _exists("outcomes_ballot", "ballot_id", "t.state NOT IN ('designed', 'shown_as_draft')")
_IS_OPENED_OPTION = (
    "EXISTS (SELECT 1 FROM outcomes_ballotquestion q JOIN outcomes_ballot b ON b.id = q.ballot_id "
    "WHERE q.id = OLD.question_id AND b.state NOT IN ('designed', 'shown_as_draft'))"
)
_IS_VERIFIED = (
    "EXISTS (SELECT 1 FROM outcomes_ballotquestion q JOIN outcomes_ballot b ON b.id = q.ballot_id "
    "WHERE q.id = OLD.question_id AND b.state IN ('verified', 'published'))"
)
_IS_VERIFIED_LINE = (
    "EXISTS (SELECT 1 FROM outcomes_votecount n JOIN outcomes_ballotquestion q ON q.id = n.question_id "
    "JOIN outcomes_ballot b ON b.id = q.ballot_id "
    "WHERE n.id = OLD.count_id AND b.state IN ('verified', 'published'))"
)
REFUSALS = (
    Refusal("recommendation_version_no_update", "outcomes_recommendationversion", "UPDATE"),
    Refusal("recommendation_version_no_delete", "outcomes_recommendationversion", "DELETE"),
    Refusal("minority_no_update", "outcomes_minoritystatement", "UPDATE",
            f"{_PUBLISHED} AND {differs('recommendation_id', 'number', 'state', 'text', 'supporters', 'names', 'published_at')}"),
    Refusal("minority_no_delete", "outcomes_minoritystatement", "DELETE", _PUBLISHED),
    Refusal("rule_no_update", "outcomes_decisionrule", "UPDATE", "OLD.fixed_at IS NOT NULL"),
    Refusal("rule_no_delete", "outcomes_decisionrule", "DELETE", "OLD.fixed_at IS NOT NULL"),
    Refusal("ballot_question_no_update", "outcomes_ballotquestion", "UPDATE",
            f"{_IS_OPENED} AND ({differs('ballot_id', 'number', 'kind', 'wording', 'recommendation_id', 'version_id', 'rule_id')} "
            f"OR (OLD.outcome <> '' AND OLD.outcome <> NEW.outcome))"),
    Refusal("ballot_question_no_delete", "outcomes_ballotquestion", "DELETE", _IS_OPENED),
    Refusal("ballot_option_no_update", "outcomes_ballotoption", "UPDATE", _IS_OPENED_OPTION),
    Refusal("ballot_option_no_delete", "outcomes_ballotoption", "DELETE", _IS_OPENED_OPTION),
    Refusal("vote_count_no_update", "outcomes_votecount", "UPDATE", _IS_VERIFIED),
    Refusal("vote_count_no_delete", "outcomes_votecount", "DELETE", _IS_VERIFIED),
    Refusal("count_line_no_update", "outcomes_countline", "UPDATE", _IS_VERIFIED_LINE),
    Refusal("count_line_no_delete", "outcomes_countline", "DELETE", _IS_VERIFIED_LINE),
    Refusal("report_no_update", "outcomes_reportversion", "UPDATE", _PUBLISHED),
    Refusal("report_no_delete", "outcomes_reportversion", "DELETE", _PUBLISHED),
    Refusal("response_version_no_update", "outcomes_responseversion", "UPDATE", f"{_PUBLISHED} AND {differs(*_ANSWER)}"),
    Refusal("response_version_no_delete", "outcomes_responseversion", "DELETE", _PUBLISHED),
    Refusal("commitment_no_update", "outcomes_commitment", "UPDATE", f"{_IS_PROMISED} AND {differs(*_PROMISE)}"),
    Refusal("commitment_no_delete", "outcomes_commitment", "DELETE", _IS_PROMISED),
    Refusal("milestone_no_update", "outcomes_milestone", "UPDATE",
            f"{_IS_PROMISED_STEP} AND {differs('commitment_id', 'position', 'text', 'due_on')}"),
    Refusal("milestone_no_delete", "outcomes_milestone", "DELETE", _IS_PROMISED_STEP),
    Refusal("progress_report_no_update", "outcomes_progressreport", "UPDATE"),
    Refusal("progress_report_no_delete", "outcomes_progressreport", "DELETE"),
    Refusal("proof_no_update", "outcomes_proof", "UPDATE"),
    Refusal("proof_no_delete", "outcomes_proof", "DELETE"),
)
"""What a person has a right to have erased lies in none of these: names stand in them as they were published."""


def lay_triggers(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Lay the triggers."""
    lay(schema_editor, REFUSALS, "what was published or decided is kept as it is")


def take_triggers_away(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (the signature is Django's)
    """Take the triggers away."""
    take_away(schema_editor, REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_outcomes")]

    operations = [migrations.RunPython(lay_triggers, take_triggers_away)]
