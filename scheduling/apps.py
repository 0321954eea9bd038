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
            audiences_people,  # noqa: F401
            declarations,  # noqa: F401
            declarations_programme,  # noqa: F401
            message_dates,  # noqa: F401
            offline_programme,  # noqa: F401
            pages_programme,  # noqa: F401
            programme_record,  # noqa: F401
            stage_programme,  # noqa: F401
        )
