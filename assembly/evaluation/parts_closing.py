"""What closing register at start-up."""

from django.utils.translation import gettext_lazy as _

from assembly.evaluation import (
    acts_closing,  # noqa: F401
    attention_closing,  # noqa: F401
    closing_gate,  # noqa: F401
    closing_own_sources,  # noqa: F401
    declarations_closing,  # noqa: F401
    due_closing,  # noqa: F401
    kept_closing,  # noqa: F401
    offline_closing,  # noqa: F401
    public_closing,  # noqa: F401
    record_closing,  # noqa: F401
)
from assembly.evaluation.tabs import EvaluationTab, register_tab

register_tab(
    EvaluationTab("disclosure", _("Requests"), "evaluation_disclosure", "assembly.make_disclosure", 50)
)
register_tab(EvaluationTab("close_out", _("Close-out"), "evaluation_close_out", "assembly.close_out", 60))
