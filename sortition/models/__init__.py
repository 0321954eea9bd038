"""Sortition's tables."""

from sortition.models.pool import Answer, PoolImport, Respondent
from sortition.models.runs import RunData, SelectionRun
from sortition.models.targets import Category, Value

__all__ = ["Answer", "Category", "PoolImport", "Respondent", "RunData", "SelectionRun", "Value"]
