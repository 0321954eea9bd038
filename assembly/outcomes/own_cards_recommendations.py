"""The card of members on their own page: what is open to amendment, and what became of what they wrote."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.outcomes.enums import RecommendationState
from assembly.outcomes.models import Recommendation
from assembly.outcomes.selectors.recommendations import amendments_by
from assembly.own_cards import OwnCard, register_own_card
from assembly.selectors import member_of

NEWEST = 3


def _recommendations(
    user: User,
    assembly: Assembly,
    now: datetime,  # noqa: ARG001 (every card is asked alike)
) -> tuple[str, dict[str, Any]] | None:
    person = member_of(assembly, user)
    if person is None:
        return None
    states = Recommendation.objects.filter(assembly=assembly).exclude(state=RecommendationState.WITHDRAWN)
    found = list(states.values_list("state", flat=True))
    if not found:
        return None
    context = {
        "many": len(found),
        "open": found.count(RecommendationState.UNDER_AMENDMENT),
        "amendments": amendments_by(person)[:NEWEST],
    }
    return "outcomes/own_recommendations_card.html", context


register_own_card(OwnCard("outcomes.recommendations", 25, _recommendations))
