"""The card of officials on their own page: what waits for them to clear, and what their bodies owe."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, User
from assembly.outcomes.enums_responses import UNANSWERED
from assembly.outcomes.selectors.answers import own_responses, sent_to
from assembly.outcomes.selectors.officials import ANSWERING
from assembly.outcomes.selectors.owed import with_countdowns
from assembly.own_cards import OwnCard, register_own_card

SHOWN = 4


def _owed(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    found = own_responses(user, assembly, now)
    owed = found.filter(state__in=UNANSWERED)
    rows = with_countdowns(owed[:SHOWN], timezone.localdate(now))
    if not rows and not found.exists():
        return None
    words = {"owed": rows, "many": owed.count(), "to_clear": sent_to(user, found).count()}
    return "outcomes/own_answers_card.html", words


register_own_card(OwnCard("outcomes.answers", 10, _owed, ANSWERING))
