"""The tabs of the stage Publication: each part registers its own at start-up."""

from dataclasses import dataclass
from typing import Any

PUBLICATION = "publication"
"""The stage."""


@dataclass(frozen=True, slots=True)
class PublicationTab:
    """One tab: `url_name` takes the assembly's slug; `permission` is what a reader needs."""

    key: str
    label: Any
    url_name: str
    permission: str
    order: int


_tabs: dict[str, PublicationTab] = {}


def register_publication_tab(tab: PublicationTab) -> None:
    """Add a tab; call it from `AppConfig.ready`."""
    _tabs[tab.key] = tab


def publication_tabs() -> list[PublicationTab]:
    """Return the tabs in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)
