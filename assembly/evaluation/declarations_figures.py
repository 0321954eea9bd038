"""What figures hold about people: nothing about any one; the counts that are kept name values, not people."""

from assembly.evaluation.models import FiguresSettings, PublishedColumn
from assembly.personal_data import Declaration, declare

declare(
    Declaration(FiguresSettings),
    Declaration(PublishedColumn, impersonal=("stage", "counts", "protected")),
)
