"""The pages of one session, as tabs: each part of scheduling registers its own at start-up."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One tab: `url_name` takes the assembly's slug and the session's number; `permission` is what a reader needs."""

    key: str
    label: Any
    url_name: str
    permission: str
    order: int


_pages: dict[str, SessionPage] = {}


def register_session_page(page: SessionPage) -> None:
    """Add a tab; call it from `AppConfig.ready`."""
    _pages[page.key] = page


def session_pages() -> list[SessionPage]:
    """Return all tabs in their order."""
    return sorted(_pages.values(), key=lambda page: page.order)
