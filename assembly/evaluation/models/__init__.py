"""Tables of the evaluation."""

from assembly.evaluation.models.surveys import (
    KeptAnswer,
    OpenAnswers,
    QuestionSet,
    SurveyKey,
    SurveyQuestion,
    SurveyTurn,
    SurveyWave,
)
from assembly.evaluation.models.welfare import WelfareCall, WelfareNote

__all__ = [
    "KeptAnswer",
    "OpenAnswers",
    "QuestionSet",
    "SurveyKey",
    "SurveyQuestion",
    "SurveyTurn",
    "SurveyWave",
    "WelfareCall",
    "WelfareNote",
]
