"""The first page of an assembly's public site, and the list of the assemblies that the public knows of."""

from typing import ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from assembly.public_site import public_links, public_pages, teasers_of
from assembly.selectors import route_of
from assembly.selectors_public import assemblies_known_to_public, published_remits, published_statements
from assembly.views.public_base import PublicSiteView, PublicView

PER_PAGE = 25
LONGEST_SEARCH = 100


class PublicAssembliesView(PublicSiteView):
    """All assemblies of this installation, except drafts and rehearsals."""

    parameters: ClassVar = ("search", "page")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        search = request.GET.get("search", "").strip()[:LONGEST_SEARCH]
        page = Paginator(assemblies_known_to_public(search), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "search": search,
            "offers_search": bool(search) or page.paginator.count > PER_PAGE,
            "links": public_links(),
        }
        return self.render("assembly/public_assemblies.html", context)


class PublicAboutView(PublicView):
    """What the assembly is asked and why, who pays, who decides, who answers by when, and where to read on."""

    here: ClassVar[str] = "about"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        pages = public_pages(self.assembly)
        context = {
            "public_pages": pages,
            "remit": published_remits(self.assembly).first(),
            "statement": published_statements(self.assembly).first(),
            "route": route_of(self.assembly),
            "teasers": teasers_of(pages, self.assembly, self.now),
            "is_before_first": self.assembly.first_session_on is not None
            and self.assembly.first_session_on > self.today,
        }
        return self.render("assembly/public_about.html", context)
