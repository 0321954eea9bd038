"""Start-up of evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Register the stage Evidence, its tabs, what is held about people, and the due-checks."""

    name = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from evidence import (  # noqa: PLC0415
            page_languages,  # noqa: F401
            parts_calls,  # noqa: F401
            parts_items,  # noqa: F401
            parts_packs,  # noqa: F401
            parts_public,  # noqa: F401
            parts_questions,  # noqa: F401
            parts_witnesses,  # noqa: F401
            stage,  # noqa: F401
        )
