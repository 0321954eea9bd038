"""What learning registers at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.evaluation import (
    attention_learning,  # noqa: F401
    declarations_learning,  # noqa: F401
    measures_usual,  # noqa: F401
    offline_learning,  # noqa: F401
    public_learning,  # noqa: F401
    record_learning,  # noqa: F401
)
from assembly.evaluation.tabs import EvaluationTab, register_tab

register_tab(EvaluationTab("learning", _("Learning"), "evaluation_learning", "assembly.view_evaluation", 40))
