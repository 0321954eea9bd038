"""The base of every public page of an assembly: anybody may read it, once the public knows of the assembly."""

from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from assembly.enums import AssemblyState
from assembly.models import Assembly
from assembly.public_site import public_pages


def public_assembly(slug: str) -> Assembly:
    """Find an assembly that the public knows of, or answer 404: a draft is nobody's business."""
    assembly = get_object_or_404(Assembly, slug=slug)
    if assembly.state == AssemblyState.DRAFT:
        raise Http404
    return assembly


class PublicView(View):
    """Find the assembly; `here` is the key of the registered page to which this one belongs."""

    here: ClassVar[str] = ""
    assembly: Assembly
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it, or answer 404."""
        super().setup(request, *args, **kwargs)
        self.assembly, self.now = public_assembly(kwargs["slug"]), timezone.now()

    def address(self, name: str, *arguments: Any) -> str:
        """Return the whole address of a page of this assembly."""
        return self.request.build_absolute_uri(reverse(name, args=[self.assembly.slug, *arguments]))

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render a template that extends `assembly/public.html`."""
        own = {
            "assembly": self.assembly,
            "public_pages": public_pages(self.assembly),
            "public_here": self.here,
            "today": timezone.localdate(self.now),
        }
        return render(self.request, template, {**own, **(context or {})}, status=status)
