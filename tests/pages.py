"""Every page below an assembly, found in the URLconf, so that later pages are tested without being named.

A pattern with more arguments than the slug needs an example: a function in `EXAMPLES`, by the name of the pattern,
that makes what the page shows in a given assembly and returns the arguments.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views import View

from assembly.models import Assembly
from tests.factories import AppointmentFactory, InvitationFactory, RemitVersionFactory

PREFIX = "assemblies/<slug:slug>/"

Example = Callable[[Assembly], dict[str, Any]]


def _draft(assembly: Assembly) -> dict[str, Any]:
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    RemitVersionFactory(assembly=assembly, number=2, question="⟪How should Riverbend clean up its air?⟫")
    return {}


EXAMPLES: dict[str, Example] = {
    "assembly_move_verb": lambda _: {"verb": "pause"},
    "remit": _draft,
    "remit_publish": _draft,
    "remit_version": lambda assembly: {**_draft(assembly), "number": 2},
    "team_roles": lambda assembly: {"pk": AppointmentFactory(assembly=assembly).user.pk},
    "team_remove": lambda assembly: {"pk": AppointmentFactory(assembly=assembly).user.pk},
    "team_send_again": lambda assembly: {"pk": InvitationFactory(assembly=assembly).pk},
    "team_withdraw": lambda assembly: {"pk": InvitationFactory(assembly=assembly).pk},
}


@dataclass(frozen=True, slots=True)
class Page:
    """One pattern below an assembly."""

    name: str
    route: str
    view: type[View] | None

    def address(self, assembly: Assembly) -> str:
        """Return the page's address in `assembly`, with an example of what it shows."""
        arguments = EXAMPLES[self.name](assembly) if self.name in EXAMPLES else {}
        return reverse(self.name, kwargs={"slug": assembly.slug, **arguments})

    def has(self, method: str) -> bool:
        """Whether the view answers `method`."""
        return hasattr(self.view, method)


def pages_below_an_assembly() -> list[Page]:
    """Return all patterns below `/assemblies/<slug>/`."""
    return [page for page in _walk(get_resolver(), "") if page.route.startswith(PREFIX)]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Page]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Page(pattern.name or route, route, getattr(pattern.callback, "view_class", None))
