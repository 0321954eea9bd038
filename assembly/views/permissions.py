"""The one table of who may do what, for people to read."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views import View

from assembly.acts import ActLine, Acts, all_acts, lines_of
from assembly.enums import Role
from assembly.permissions import TABLE


class PermissionsView(LoginRequiredMixin, View):
    """Draw `assembly.permissions.TABLE`, and in which states each act is possible."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show roles as columns, permissions as rows."""
        held = frozenset().union(*(row.roles for row in TABLE))
        roles = [role for role in Role if role in held]
        rows = [
            (row.sentence, [(role, role in row.roles) for role in roles], row.is_for_good) for row in TABLE
        ]
        context = {
            "roles": roles,
            "rows": rows,
            "things": [(each.label, _lines(each)) for each in all_acts()],
        }
        return render(request, "assembly/permissions.html", context)


def _lines(acts: Acts) -> list[tuple[ActLine, str]]:
    """Return the acts on one kind of thing, each with who may do it."""
    who = {row.name: [str(role.label) for role in Role if role in row.roles] for row in TABLE}
    return [
        (
            line,
            get_text_list(who[line.act.permission], _("or")) if line.act.permission else line.act.by_itself,
        )
        for line in lines_of(acts)
    ]
