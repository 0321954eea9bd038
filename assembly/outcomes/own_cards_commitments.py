"""The cards of officials and members on their own page: reports that are due, answers that came."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, User
from assembly.outcomes.selectors.commitments import commitments_of_bodies
from assembly.outcomes.selectors.officials import ANSWERING, bodies_of
from assembly.outcomes.selectors.voices import answers_for_member
from assembly.own_cards import OwnCard, register_own_card
from assembly.selectors import member_of

MOST = 3


def _promised(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:
    today = timezone.localdate(now)
    bodies = bodies_of(user, assembly, today).values("pk")
    commitments = list(commitments_of_bodies(assembly, bodies, today))
    if not commitments:
        return None
    context = {"commitments": commitments[:MOST], "many": len(commitments)}
    return "outcomes/own_commitments_card.html", context


def _answered(user: User, assembly: Assembly, now: datetime) -> tuple[str, dict[str, Any]] | None:  # noqa: ARG001
    person = member_of(assembly, user)
    if person is None:
        return None
    answers = list(answers_for_member(assembly, person))
    if not answers:
        return None
    unrated = sum(1 for each in answers if each.own_score is None)
    return "outcomes/own_responses_card.html", {"many": len(answers), "unrated": unrated}


register_own_card(OwnCard("outcomes.commitments", 40, _promised, ANSWERING))
register_own_card(OwnCard("outcomes.answered", 40, _answered))
