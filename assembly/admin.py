"""The platform's administration: accounts can be opened and closed; assemblies and the record only be looked at."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly, AuditEvent, User


class HouseAdminSite(admin.AdminSite):
    """Show what is registered here and nothing that a library registers; people sign in at the house's own door."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Accounts, assemblies and the record")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Lead to the sign-in page, with its limits on attempts, and back."""
        after = request.GET.get("next", request.get_full_path())
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


site = HouseAdminSite(name="admin")


class StaffAdmin(admin.ModelAdmin):
    """Platform administrators see it; nobody else does."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Answer for platform administrators."""
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Answer for platform administrators."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse: accounts are closed, never deleted, because the record names them."""
        return False


@admin.register(User, site=site)
class UserAdmin(StaffAdmin):
    """Accounts: names and whether one may sign in. Passwords are set by their owners, through the reset link."""

    list_display: ClassVar = ["name", "email", "is_active", "is_staff", "joined_at"]
    list_filter: ClassVar = ["is_active", "is_staff"]
    search_fields: ClassVar = ["name", "email"]
    fields: ClassVar = ["name", "email", "is_active", "is_staff", "joined_at", "last_login"]
    readonly_fields: ClassVar = ["email", "is_staff", "joined_at", "last_login"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Answer for platform administrators."""
        return self.has_module_permission(request)


@admin.register(Assembly, site=site)
class AssemblyAdmin(StaffAdmin):
    """Assemblies, to be looked at."""

    list_display: ClassVar = ["name", "commissioning_authority", "state", "created_at"]
    list_filter: ClassVar = ["state"]
    search_fields: ClassVar = ["name", "commissioning_authority"]


@admin.register(AuditEvent, site=site)
class AuditEventAdmin(StaffAdmin):
    """The record of the whole platform, to be looked at."""

    list_display: ClassVar = ["at", "type", "actor", "assembly"]
    list_filter: ClassVar = ["at"]
    search_fields: ClassVar = ["type"]
    list_select_related: ClassVar = ["actor", "assembly"]
