"""The tabs of the stage Evidence: each part registers its own at start-up."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EvidenceTab:
    """One tab: `url_name` takes the assembly's slug; `permission` is what a reader needs."""

    key: str
    label: Any
    url_name: str
    permission: str
    order: int


_tabs: dict[str, EvidenceTab] = {}


def register_tab(tab: EvidenceTab) -> None:
    """Add a tab; call it from `AppConfig.ready`."""
    _tabs[tab.key] = tab


def tabs() -> list[EvidenceTab]:
    """Return all tabs in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)
