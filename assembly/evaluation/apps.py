"""Start-up of evaluation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Register the stage Evaluation, what is held about people, and the due-checks."""

    name = "assembly.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from assembly.evaluation import (  # noqa: PLC0415
            page_languages,  # noqa: F401
            parts_closing,  # noqa: F401
            parts_figures,  # noqa: F401
            parts_indicators,  # noqa: F401
            parts_learning,  # noqa: F401
            parts_surveys,  # noqa: F401
            stage,  # noqa: F401
            told_by_parts,  # noqa: F401
        )
