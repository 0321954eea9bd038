"""The card “Your votes” on the page of those who take part: what is put to the vote, and new results."""

from datetime import datetime, timedelta
from typing import Any

from assembly.models import Assembly, User
from assembly.outcomes.enums import BallotState
from assembly.outcomes.selectors.votes import shown_ballots
from assembly.own_cards import OwnCard, register_own_card

_NEW_FOR = timedelta(days=30)


def _votes(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    if not user.has_perm("assembly.read_recommendations", assembly):
        return None
    ballots = [
        ballot
        for ballot in shown_ballots(assembly)
        if ballot.state in (BallotState.SHOWN_AS_DRAFT, BallotState.OPEN)
        or (ballot.published_at is not None and ballot.published_at > now - _NEW_FOR)
    ]
    return ("outcomes/own_ballots_card.html", {"ballots": ballots}) if ballots else None


register_own_card(OwnCard("outcomes.votes", 15, _votes))
