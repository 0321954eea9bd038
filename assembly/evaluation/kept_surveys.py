"""What of surveys the database refuses to change: wordings of questions, kept answers, what was published."""

from assembly.kept_rows import Refusal, differs

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
REFUSALS = (
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
MESSAGE = "question sets and published results are kept as they are"
