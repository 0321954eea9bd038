"""The public site of an assembly: a registry of its pages that each app fills in `AppConfig.ready`.

The navigation of every public page, and the page about the assembly, are made of what is registered, so that the
ground floor never imports an upper one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assembly.enums import AssemblyState
from assembly.models import Assembly

Teaser = tuple[str, dict[str, Any]]
"""A template, and what it shows: one section of the page about the assembly."""


def _always(assembly: Assembly) -> bool:  # noqa: ARG001
    return True


def _nothing(assembly: Assembly, now: datetime) -> Teaser | None:  # noqa: ARG001
    return None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One entry of the public navigation.

    `order` places it (About 0, how people were chosen 10, programme 20, evidence 30, questions 40, recommendations
    and answers 50, votes 60, report 70, evaluation 80, what was promised to be published 90, data protection 100);
    `url_name` takes the slug; `is_there` says cheaply (with one query at most) whether there is anything on it;
    `teaser` answers with what stands about it on the page about the assembly.
    """

    key: str
    label: Any
    order: int
    url_name: str
    is_there: Callable[[Assembly], bool] = field(default=_always, repr=False)
    teaser: Callable[[Assembly, datetime], Teaser | None] = field(default=_nothing, repr=False)


_pages: dict[str, PublicPage] = {}


def register_public_page(page: PublicPage) -> None:
    """Add a page; call it from `AppConfig.ready`. One with the key of another takes its place."""
    _pages[page.key] = page


def is_known_to_public(assembly: Assembly) -> bool:
    """Whether the public knows of an assembly: a draft is nobody's business."""
    return assembly.state != AssemblyState.DRAFT


def public_pages(assembly: Assembly) -> list[PublicPage]:
    """Return the pages on which there is something to read or to do, in their order; none of a draft."""
    if not is_known_to_public(assembly):
        return []
    return sorted((page for page in _pages.values() if page.is_there(assembly)), key=lambda page: page.order)


def teasers_of(pages: list[PublicPage], assembly: Assembly, now: datetime) -> list[tuple[PublicPage, Teaser]]:
    """Return what `pages` have to say on the page about the assembly."""
    told = ((page, page.teaser(assembly, now)) for page in pages)
    return [(page, teaser) for page, teaser in told if teaser is not None]


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A way from the list of all assemblies to a page about several; `is_there` says whether it holds anything."""

    label: Any
    url_name: str
    is_there: Callable[[], bool] = field(repr=False)


_links: dict[str, PublicLink] = {}


def register_public_link(link: PublicLink) -> None:
    """Add a way; call it from `AppConfig.ready`."""
    _links[link.url_name] = link


def public_links() -> list[PublicLink]:
    """Return the ways to pages on which there is something, as they were registered."""
    return [link for link in _links.values() if link.is_there()]
