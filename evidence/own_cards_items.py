"""What reviewers see of evidence on their own page."""

from datetime import datetime
from typing import Any

from assembly.models import Assembly, User
from assembly.own_cards import OwnCard, register_own_card
from evidence.selectors.items import items_in_review


def _to_review(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:  # noqa: ARG001
    if not user.has_perm("assembly.review_evidence", assembly):
        return None
    waiting = items_in_review(assembly, user).filter(is_done=False)
    return "evidence/own_reviews.html", {"waiting": list(waiting)}


register_own_card(OwnCard("evidence.reviews", 30, _to_review))
