"""Start-up of scheduling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    """Register the stages Sessions and Tables, what is held about people, and the due-checks."""

    name = "scheduling"
    verbose_name = _("Scheduling")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from scheduling import acts, declarations  # noqa: F401, PLC0415
