"""The first page after signing in: the assemblies in which one has a role."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from assembly import selectors

PER_PAGE = 25


class HomeView(LoginRequiredMixin, View):
    """List one's assemblies; say what to do when there is none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, searched and paged."""
        search = request.GET.get("search", "").strip()
        page = Paginator(selectors.assemblies_visible_to(request.user, search), PER_PAGE).get_page(
            request.GET.get("page")
        )
        return render(request, "assembly/home.html", {"page": page, "search": search})
