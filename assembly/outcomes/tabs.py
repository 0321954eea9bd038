"""The tabs of the stages Recommendations and Responses: each part registers its own at start-up."""

from dataclasses import dataclass
from typing import Any

RECOMMENDATIONS, RESPONSES = "recommendations", "responses"
"""The two stages of this app."""


@dataclass(frozen=True, slots=True)
class OutcomesTab:
    """One tab of a stage: `url_name` takes the assembly's slug; `permission` is what a reader needs."""

    stage: str
    key: str
    label: Any
    url_name: str
    permission: str
    order: int


_tabs: dict[tuple[str, str], OutcomesTab] = {}


def register_tab(tab: OutcomesTab) -> None:
    """Add a tab; call it from `AppConfig.ready`."""
    _tabs[tab.stage, tab.key] = tab


def tabs_of(stage: str) -> list[OutcomesTab]:
    """Return the tabs of a stage in their order."""
    return sorted((tab for tab in _tabs.values() if tab.stage == stage), key=lambda tab: tab.order)
