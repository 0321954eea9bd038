"""What all pages of the register share: anybody may read them, of an assembly that the public knows of."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from assembly.models import Assembly
from assembly.outcomes.selectors.register import handed_over_at
from assembly.outcomes.selectors.secret_votes import published_secret_ballots
from evidence.views.public_base import public_assembly


class RegisterView(View):
    """Find the assembly; `place` is the entry of the navigation that is open."""

    place = ""
    assembly: Assembly
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it, or answer 404."""
        super().setup(request, *args, **kwargs)
        self.assembly, self.now = public_assembly(kwargs["slug"]), timezone.now()

    @cached_property
    def handed_over(self) -> datetime | None:
        """Return when the report was first published."""
        return handed_over_at(self.assembly)

    def address(self, name: str, *arguments: Any) -> str:
        """Return the whole address of a page of this assembly."""
        return self.request.build_absolute_uri(reverse(name, args=[self.assembly.slug, *arguments]))

    def render(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """Render a template that extends `outcomes/public_base.html`."""
        own: dict[str, Any] = {
            "assembly": self.assembly,
            "today": timezone.localdate(self.now),
            "place": self.place,
        }
        own["has_votes"] = published_secret_ballots(self.assembly).exists()
        own["has_report"] = self.handed_over is not None
        return render(self.request, template, {**own, **context})
