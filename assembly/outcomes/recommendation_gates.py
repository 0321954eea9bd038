"""What must be true before a recommendation is frozen, opened again, or closed."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.outcomes.enums import AmendmentState, BallotState
from assembly.outcomes.enums_responses import STILL_OWED, UNANSWERED
from assembly.outcomes.models import Amendment, BallotQuestion, Commitment, FormalResponse, Recommendation

OPEN_AMENDMENTS = (AmendmentState.PROPOSED, AmendmentState.DISCUSSED)
"""The states in which an amendment waits for a decision."""
_PREPARED = (BallotState.DESIGNED, BallotState.SHOWN_AS_DRAFT)


def freeze_blockers(recommendation: Recommendation) -> list[str]:
    """Return the amendments that wait for a decision."""
    waiting = Amendment.objects.filter(recommendation=recommendation, state__in=OPEN_AMENDMENTS).count()
    if not waiting:
        return []
    said = ngettext("%(n)s amendment is not decided yet.", "%(n)s amendments are not decided yet.", waiting)
    return [said % {"n": waiting}]


def ballot_blockers(recommendation: Recommendation) -> list[str]:
    """Return the ballots that are prepared with the text as it is frozen."""
    asked = BallotQuestion.objects.filter(recommendation=recommendation, ballot__state__in=_PREPARED)
    return [
        _("Ballot %(number)s asks about it. Take the question out of the ballot first.") % {"number": number}
        for number in sorted(set(asked.values_list("ballot__number", flat=True)))
    ]


def close_blockers(recommendation: Recommendation) -> list[str]:
    """Return what is still owed: answers, and commitments that have yet to be met."""
    answers = FormalResponse.objects.filter(recommendation=recommendation, state__in=UNANSWERED).count()
    promised = Q(promised_in__response__recommendation=recommendation)
    commitments = Commitment.objects.filter(
        promised, promised_in__published_at__isnull=False, state__in=STILL_OWED
    ).count()
    found = []
    if answers:
        said = ngettext("%(n)s answer is still owed.", "%(n)s answers are still owed.", answers)
        found.append(said % {"n": answers})
    if commitments:
        said = ngettext(
            "%(n)s commitment is still to be met.", "%(n)s commitments are still to be met.", commitments
        )
        found.append(said % {"n": commitments})
    return found


RECOMMENDATION_GATES = {
    "freeze": freeze_blockers,
    "unfreeze": ballot_blockers,
    "withdraw": ballot_blockers,
    "close": close_blockers,
}
