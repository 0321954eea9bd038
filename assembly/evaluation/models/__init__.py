"""Tables of the evaluation."""

from assembly.evaluation.models.figures import FiguresSettings, PublishedColumn

__all__ = [
    "FiguresSettings",
    "PublishedColumn",
]
