"""The one table of who may do what, for people to read."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from assembly.enums import Role
from assembly.permissions import TABLE


class PermissionsView(LoginRequiredMixin, View):
    """Draw `assembly.permissions.TABLE`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show roles as columns, permissions as rows."""
        held = frozenset().union(*(row.roles for row in TABLE))
        roles = [role for role in Role if role in held]
        rows = [
            (row.sentence, [(role, role in row.roles) for role in roles], row.is_for_good) for row in TABLE
        ]
        return render(request, "assembly/permissions.html", {"roles": roles, "rows": rows})
