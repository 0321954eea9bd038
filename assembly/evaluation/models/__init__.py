"""Tables of the evaluation."""

from assembly.evaluation.models.close_out import (
    CloseOutCertificate,
    FollowUp,
)
from assembly.evaluation.models.disclosures import (
    DisclosurePack,
    DisclosureRequest,
)
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
    "CloseOutCertificate",
    "DisclosurePack",
    "DisclosureRequest",
    "FiguresSettings",
    "FollowUp",
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
