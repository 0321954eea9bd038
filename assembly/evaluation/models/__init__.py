"""Tables of the evaluation."""

from assembly.evaluation.models.indicators import IndicatorRemark

__all__ = ["IndicatorRemark"]
