"""The card on the page of those who take part: surveys that are open to them."""

from datetime import datetime
from typing import Any

from assembly.evaluation.selectors.own_surveys import own_turns
from assembly.models import Assembly, User
from assembly.own_cards import OwnCard, register_own_card


def _surveys(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    if not user.has_perm("assembly.answer_surveys", assembly):
        return None
    turns = list(own_turns(assembly, user, now))
    return ("evaluation/own_surveys_card.html", {"turns": turns}) if turns else None


register_own_card(OwnCard("evaluation.surveys", 14, _surveys))
