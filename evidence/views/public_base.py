"""What all pages of evidence without an account share."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.enums import AssemblyState
from assembly.models import Assembly
from evidence.enums import CallState
from evidence.selectors.calls import call_of
from evidence.services.receipts import Page
from evidence.services.witnesses import PROPOSABLE


def public_assembly(slug: str) -> Assembly:
    """Find an assembly that the public knows of, or answer 404: a draft is nobody's business."""
    assembly = get_object_or_404(Assembly, slug=slug)
    if not is_known(assembly):
        raise Http404
    return assembly


def is_known(assembly: Assembly) -> bool:
    """Whether the public knows of an assembly."""
    return assembly.state != AssemblyState.DRAFT


def render_public(
    request: HttpRequest,
    template: str,
    assembly: Assembly,
    context: Mapping[str, Any],
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page with the links to the other public pages; `here` is the one that it belongs to."""
    links = [(name, label, reverse(name, args=[assembly.slug])) for name, label in _pages(assembly)]
    shared = {"assembly": assembly, "public_links": links, "public_here": here}
    return render(request, template, {**shared, **context}, status=status)


def _pages(assembly: Assembly) -> list[tuple[str, str]]:
    """Return the public pages on which there is something to read or to do."""
    pages = [
        ("public_evidence", _("Evidence")),
        ("public_questions", _("Questions and answers")),
    ]
    call = call_of(assembly)
    if call is not None and call.state != CallState.DRAFT:
        pages.append(("public_call", _("Send evidence")))
    if assembly.state in PROPOSABLE:
        pages.append(("public_propose_witness", _("Propose a witness")))
    return pages


def page_of(request: HttpRequest) -> Page:
    """Return what a receipt has to know of the page on which something was sent in."""
    base = request.build_absolute_uri("/").rstrip("/")
    return Page(language=get_language() or settings.LANGUAGE_CODE, link_base=base)
