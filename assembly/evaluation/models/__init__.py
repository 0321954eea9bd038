"""The evaluation's tables."""

from assembly.evaluation.models.learning import (
    LearningEdition,
    LearningEntry,
    LearningSummary,
    LearningVersion,
)

__all__ = ["LearningEdition", "LearningEntry", "LearningSummary", "LearningVersion"]
