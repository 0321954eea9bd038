"""The tabs of the stage Evaluation: each part registers its own at start-up."""

from dataclasses import dataclass
from typing import Any

EVALUATION = "evaluation"
"""The stage of this app."""


@dataclass(frozen=True, slots=True)
class EvaluationTab:
    """One tab: `url_name` takes the assembly's slug; `permission` is what a reader needs."""

    key: str
    label: Any
    url_name: str
    permission: str
    order: int


_tabs: dict[str, EvaluationTab] = {}


def register_tab(tab: EvaluationTab) -> None:
    """Add a tab; call it from `AppConfig.ready`."""
    _tabs[tab.key] = tab


def tabs_of_evaluation() -> list[EvaluationTab]:
    """Return the tabs in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.order)
