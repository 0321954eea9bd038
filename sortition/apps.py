"""Start-up of sortition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SortitionConfig(AppConfig):
    """Register the stages Pool, Targets, Lottery and Panel, and the due-checks."""

    name = "sortition"
    verbose_name = _("Sortition")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from sortition import (  # noqa: PLC0415
            acts,  # noqa: F401
            declarations,  # noqa: F401
            declarations_draws,  # noqa: F401
            declarations_membership,  # noqa: F401
            declarations_offers,  # noqa: F401
            declarations_waves,  # noqa: F401
            due,  # noqa: F401
            offline,  # noqa: F401
            page_languages,  # noqa: F401
            parts_public,  # noqa: F401
            published_kinds,  # noqa: F401
            rail,  # noqa: F401
        )
        from sortition.services import copying  # noqa: F401, PLC0415
