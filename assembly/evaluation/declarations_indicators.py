"""What remarks on indicators hold about people: nothing. They are words about numbers, for everybody."""

from assembly.evaluation.models import IndicatorRemark
from assembly.personal_data import Declaration, declare

declare(Declaration(IndicatorRemark, impersonal=("indicator", "text")))
