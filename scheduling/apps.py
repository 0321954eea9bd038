"""Start-up of scheduling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    """Register the stages Sessions and Tables, what is held about people, and the due-checks."""

    name = "scheduling"
    verbose_name = _("Scheduling")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from scheduling import (  # noqa: PLC0415
            attention_plan,  # noqa: F401
            declarations,  # noqa: F401
            declarations_plan,  # noqa: F401
            declarations_venues,  # noqa: F401
            due_plan,  # noqa: F401
            pages_plan,  # noqa: F401
            plan_record,  # noqa: F401
            session_tabs,  # noqa: F401
            stage_sessions,  # noqa: F401
            venues_record,  # noqa: F401
        )
        from scheduling.services import copying  # noqa: F401, PLC0415
