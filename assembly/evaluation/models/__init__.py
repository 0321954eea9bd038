"""Tables of the evaluation."""

from assembly.evaluation.models.figures import (
    FiguresSettings,
    PublishedColumn,
)
from assembly.evaluation.models.indicators import (
    IndicatorRemark,
)
from assembly.evaluation.models.learning import (
    LearningEdition,
    LearningEntry,
    LearningSummary,
    LearningVersion,
)
from assembly.evaluation.models.surveys import (
    KeptAnswer,
    OpenAnswers,
    QuestionSet,
    SurveyKey,
    SurveyQuestion,
    SurveyTurn,
    SurveyWave,
)
from assembly.evaluation.models.welfare import (
    WelfareCall,
    WelfareNote,
)

__all__ = [
    "FiguresSettings",
    "IndicatorRemark",
    "KeptAnswer",
    "LearningEdition",
    "LearningEntry",
    "LearningSummary",
    "LearningVersion",
    "OpenAnswers",
    "PublishedColumn",
    "QuestionSet",
    "SurveyKey",
    "SurveyQuestion",
    "SurveyTurn",
    "SurveyWave",
    "WelfareCall",
    "WelfareNote",
]
