"""The first page after signing in: the assemblies in which one has a role."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from assembly import selectors
from assembly.enums import AssemblyState, Role
from assembly.next_steps import next_steps
from assembly.permissions import OVERSIGHT, STAFF

PER_PAGE = 25
WORKSPACE = STAFF | OVERSIGHT
"""Whoever has one of these roles opens the overview; others open the page about their own part."""


class HomeView(LoginRequiredMixin, View):
    """List one's assemblies with their next step; say what to do when there is none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, searched and paged."""
        search = request.GET.get("search", "").strip()
        state = request.GET.get("state", "")
        found = selectors.assemblies_visible_to(request.user, search, state)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        roles = selectors.roles_by_assembly(request.user, list(page))
        run = [each for each in page if roles[each.pk] & WORKSPACE]
        steps = next_steps(run)
        rows = [(each, steps.get(each.pk, ""), _labels(roles[each.pk])) for each in page]
        filtered = bool(search or state)
        context = {
            "page": page,
            "rows": rows,
            "search": search,
            "state": state,
            "states": AssemblyState.choices,
            "is_filtered": filtered,
            "offers_search": filtered or page.paginator.count > PER_PAGE,
            "may_create": request.user.has_perm("assembly.create_assembly"),
        }
        return render(request, "assembly/home.html", context)


def _labels(roles: frozenset[str]) -> list[str]:
    return [str(role.label) for role in Role if role in roles]
