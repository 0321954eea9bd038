"""Start-up of connections."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectionsConfig(AppConfig):
    """Register the pages of Connections, what is held, and the due-checks."""

    name = "assembly.connections"
    label = "connections"
    verbose_name = _("Connections")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from assembly.connections import (  # noqa: PLC0415
            parts_tokens,  # noqa: F401
            parts_webhooks,  # noqa: F401
            rail,  # noqa: F401
        )
