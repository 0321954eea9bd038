"""Start-up of sortition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SortitionConfig(AppConfig):
    """Register the stages Pool, Targets, Lottery and Panel, and the due-checks."""

    name = "sortition"
    verbose_name = _("Sortition")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from sortition import (  # noqa: F401, PLC0415
            declarations,
            declarations_draws,
            declarations_offers,
            declarations_waves,
            due,
            offline,
            rail,
        )
        from sortition.services import copying  # noqa: F401, PLC0415
