"""The card of officials on their own page: who stands in for them, and for whom they act now."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, User
from assembly.outcomes.selectors.officials import ANSWERING, bodies_of, own_stand_ins
from assembly.own_cards import OwnCard, register_own_card


def _standing_in(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    today = timezone.localdate(now)
    bodies = list(bodies_of(user, assembly, today))
    if not bodies:
        return None
    coming = own_stand_ins(user, assembly).filter(until_on__gte=today)
    for_others = own_stand_ins(user, assembly, for_others=True).filter(until_on__gte=today)
    context = {"bodies": bodies, "mine": list(coming), "for_others": list(for_others)}
    return "outcomes/own_stand_in_card.html", context


register_own_card(OwnCard("outcomes.stand_in", 45, _standing_in, ANSWERING))
