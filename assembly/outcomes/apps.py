"""Start-up of outcomes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    """Register the stages Recommendations and Responses, what is held about people, and the due-checks."""

    name = "assembly.outcomes"
    label = "outcomes"
    verbose_name = _("Recommendations and responses")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from assembly.outcomes import (  # noqa: PLC0415
            page_languages,  # noqa: F401
            parts_commitments,  # noqa: F401
            parts_public,  # noqa: F401
            parts_recommendations,  # noqa: F401
            parts_register,  # noqa: F401
            parts_reports,  # noqa: F401
            parts_responses,  # noqa: F401
            parts_votes,  # noqa: F401
            stage,  # noqa: F401
        )
