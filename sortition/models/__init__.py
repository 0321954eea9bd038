"""Sortition's tables."""

from sortition.models.imports import Derivation, ImportMemory, ImportTrace
from sortition.models.pool import Answer, PoolImport, Respondent
from sortition.models.runs import RunData, SelectionRun
from sortition.models.targets import Category, Value

__all__ = [
    "Answer",
    "Category",
    "Derivation",
    "ImportMemory",
    "ImportTrace",
    "PoolImport",
    "Respondent",
    "RunData",
    "SelectionRun",
    "Value",
]
