"""Declare a vote void that went wrong beyond repair."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ReasonMissing
from assembly.lifecycle import move
from assembly.models import User
from assembly.outcomes.ballot_lifecycle import BALLOT
from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.models import Ballot
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.selectors.votes import questions_of
from assembly.outcomes.services.secret_ballots import close_voting
from assembly.outcomes.services.secret_counts import forget_turns


@transaction.atomic
def void_ballot(*, ballot: Ballot, reason: str, actor: User, now: datetime) -> Ballot:
    """End a vote without a result: its recommendations are frozen as before, and can be voted on again.

    A secret vote that is open is sealed first, so that its codes lead nowhere. Its votes are never shown.

    Raises:
        IllegalMove: it was not opened, or its count is verified.
        ReasonMissing: nobody says what went wrong.
    """
    locked = (
        Ballot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=ballot.pk)
    )
    BALLOT.target(locked.state, "void")
    if not reason.strip():
        raise ReasonMissing(_("Say what went wrong."))
    if locked.method == BallotMethod.SECRET and locked.state == BallotState.OPEN:
        close_voting(locked)
    forget_turns(locked)
    for each in questions_of(locked):
        if each.recommendation is not None:
            move(
                RECOMMENDATION,
                each.recommendation,
                "repeat",
                assembly=locked.assembly,
                actor=actor,
                now=now,
                details={"number": each.recommendation.number, "ballot": locked.number},
            )
    details = {"number": locked.number}
    return move(
        BALLOT,
        locked,
        "void",
        assembly=locked.assembly,
        actor=actor,
        now=now,
        reason=reason.strip(),
        details=details,
    )
