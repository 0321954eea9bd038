"""Make the database itself refuse to change what was asked, answered, published, remarked or certified."""

from typing import Any

from django.db import migrations

from assembly.kept_rows import Refusal, differs, lay, take_away

_WAVE = (
    "assembly_id",
    "number",
    "question_set_id",
    "moment",
    "session_id",
    "title",
    "state",
    "tally",
    "published",
)
_OPENED = ("assembly_id", "number", "question_set_id", "moment", "session_id", "title", "opens_at")
_IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM evaluation_surveywave w WHERE w.id = {row}.wave_id AND w.state = 'published')"
)
_IS_TEXT = (
    "EXISTS (SELECT 1 FROM evaluation_surveyquestion q WHERE q.id = OLD.question_id AND q.kind = 'text')"
)
SURVEYS = (
    Refusal("question_set_no_update", "evaluation_questionset", "UPDATE"),
    Refusal("question_set_no_delete", "evaluation_questionset", "DELETE"),
    Refusal("survey_question_no_update", "evaluation_surveyquestion", "UPDATE"),
    Refusal("survey_question_no_delete", "evaluation_surveyquestion", "DELETE"),
    # A set that was asked takes no more questions.
    Refusal(
        "survey_question_no_insert",
        "evaluation_surveyquestion",
        "INSERT",
        "EXISTS (SELECT 1 FROM evaluation_surveywave w WHERE w.question_set_id = NEW.question_set_id)",
    ),
    Refusal(
        "survey_wave_no_change",
        "evaluation_surveywave",
        "UPDATE",
        f"OLD.state <> 'planned' AND {differs(*_OPENED)}",
    ),
    Refusal(
        "survey_wave_no_update",
        "evaluation_surveywave",
        "UPDATE",
        f"OLD.state = 'published' AND {differs(*_WAVE)}",
    ),
    Refusal("survey_wave_no_delete", "evaluation_surveywave", "DELETE", "OLD.state = 'published'"),
    # Names are taken out of words; no number is changed, and no answer moves to another question.
    Refusal(
        "kept_answer_no_update",
        "evaluation_keptanswer",
        "UPDATE",
        f"{differs('key', 'wave_id', 'question_id', 'is_counted')} OR ({differs('value')} AND NOT {_IS_TEXT})",
    ),
    Refusal(
        "kept_answer_no_insert", "evaluation_keptanswer", "INSERT", _IS_PUBLISHED.replace("{row}", "NEW")
    ),
    Refusal(
        "kept_answer_no_delete", "evaluation_keptanswer", "DELETE", _IS_PUBLISHED.replace("{row}", "OLD")
    ),
)
FIGURES = (
    Refusal("published_column_no_update", "evaluation_publishedcolumn", "UPDATE"),
    Refusal("published_column_no_delete", "evaluation_publishedcolumn", "DELETE"),
)
"""A column that changed would tell by the difference what it hides."""
INDICATORS = (
    Refusal("indicator_remark_no_update", "evaluation_indicatorremark", "UPDATE"),
    Refusal("indicator_remark_no_delete", "evaluation_indicatorremark", "DELETE"),
)
_PUBLISHED = "OLD.published_at IS NOT NULL"
_ENTRY = ("entry_id", "number", "stage", "kind", "text", "who_said", "way", "said_on", "is_public", "note")

LEARNING = (
    Refusal(
        "learning_version_no_update",
        "evaluation_learningversion",
        "UPDATE",
        f"{_PUBLISHED} AND {differs(*_ENTRY, 'published_at')}",
    ),
    Refusal("learning_version_no_delete", "evaluation_learningversion", "DELETE", _PUBLISHED),
    Refusal(
        "learning_summary_no_update",
        "evaluation_learningsummary",
        "UPDATE",
        f"{_PUBLISHED} AND {differs('assembly_id', 'number', 'did', 'learnt', 'advice', 'published_at')}",
    ),
    Refusal("learning_summary_no_delete", "evaluation_learningsummary", "DELETE", _PUBLISHED),
    Refusal("learning_edition_no_update", "evaluation_learningedition", "UPDATE"),
    Refusal("learning_edition_no_delete", "evaluation_learningedition", "DELETE"),
)
"""Names of people stand in none of these rows: publishing refuses them."""
_CERTIFICATE = "evaluation_closeoutcertificate"
CLOSING = (
    Refusal("close_out_no_update", _CERTIFICATE, "UPDATE"),
    Refusal("close_out_no_delete", _CERTIFICATE, "DELETE"),
    # A pack that was handed out stays what it was; its request may still be erased with the assembly.
    Refusal(
        "disclosure_pack_no_update",
        "evaluation_disclosurepack",
        "UPDATE",
        "OLD.state = 'ready' AND " + differs("state", "file", "sha256", "contents", "asked_at", "number"),
    ),
)

REFUSALS = (*SURVEYS, *FIGURES, *INDICATORS, *LEARNING, *CLOSING)
MESSAGE = "what was asked, published or certified is kept as it is"


def lay_refusals(apps: Any, editor: Any) -> None:
    """Lay the triggers."""
    lay(editor, REFUSALS, MESSAGE)


def take_refusals(apps: Any, editor: Any) -> None:
    """Take them away."""
    take_away(editor, REFUSALS)


class Migration(migrations.Migration):
    """Lay them once all tables are there."""

    dependencies = [("evaluation", "0001_evaluation")]
    operations = [migrations.RunPython(lay_refusals, take_refusals)]
