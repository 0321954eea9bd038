"""Start-up of the ground floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    """Register the ground floor's stages, due-checks, permissions and deployment checks."""

    name = "assembly"
    verbose_name = _("Assembly")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from allauth.account.decorators import secure_admin_login  # noqa: PLC0415
        from django.contrib import admin  # noqa: PLC0415

        from assembly import (  # noqa: F401, PLC0415
            acts_ground,
            checks,
            declarations,
            due,
            incidents_record,
            messages_record,
            parts_publication,
            parts_site,
            people_record,
            permissions,
            rail,
            second_factor_record,
            security_log,
            session_lifetime,
        )

        admin.site.login = secure_admin_login(admin.site.login)
