"""The card on the page of those who take part: what was answered, once there is a register."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.outcomes.selectors.register import has_register
from assembly.own_cards import OwnCard, register_own_card


def _answers(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:  # noqa: ARG001
    return ("outcomes/own_register_card.html", {}) if has_register(assembly) else None


register_own_card(OwnCard("outcomes.register", 60, _answers))
