"""The tabs of Connections: each part registers its own at start-up."""

from dataclasses import dataclass
from typing import Any

CONNECTIONS = "connections"
"""The line of the rail."""


@dataclass(frozen=True, slots=True)
class ConnectionsTab:
    """One tab: `url_name` takes the assembly's slug; `permission` is what a reader needs."""

    key: str
    label: Any
    url_name: str
    permission: str
    order: int


_tabs: dict[str, ConnectionsTab] = {}


def register_tab(tab: ConnectionsTab) -> None:
    """Add a tab; call it from `AppConfig.ready`."""
    _tabs[tab.key] = tab


def tabs_of_connections() -> list[ConnectionsTab]:
    """Return the tabs in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)
