"""What of ballots needs somebody: to open, count, verify or publish; and the report, once all is decided."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.models import Assembly
from assembly.outcomes.attention import recommendations_parts
from assembly.outcomes.enums import BallotMethod, BallotState, RecommendationState
from assembly.outcomes.models import Ballot, Recommendation
from assembly.outcomes.selectors.reports import DECIDED
from assembly.stages import NextAction

_SECRET = {
    BallotState.CLOSED: (
        gettext_lazy("Account for codes and papers of “%(title)s”"),
        gettext_lazy("The vote is closed. What was given out is compared with what came back."),
        "assembly.run_ballots",
    ),
    BallotState.COUNTED: (
        gettext_lazy("Verify the counts of “%(title)s”"),
        gettext_lazy("Somebody who did not run the vote looks at it, and has it counted again."),
        "assembly.verify_ballots",
    ),
}
_WAITING = {
    BallotState.OPEN: (
        gettext_lazy("Close the vote “%(title)s”"),
        gettext_lazy("Its day is over."),
        "assembly.run_ballots",
    ),
    BallotState.CLOSED: (
        gettext_lazy("Enter the counts of “%(title)s”"),
        gettext_lazy("The vote is closed."),
        "assembly.run_ballots",
    ),
    BallotState.COUNTED: (
        gettext_lazy("Verify the counts of “%(title)s”"),
        gettext_lazy("Somebody who did not count looks at the paper."),
        "assembly.verify_ballots",
    ),
    BallotState.VERIFIED: (
        gettext_lazy("Publish the result of “%(title)s”"),
        gettext_lazy("Members wait for it, and it decides the recommendations."),
        "assembly.decide_recommendations",
    ),
}


def ballots_attention(assembly: Assembly) -> Iterator[NextAction]:
    """Answer from the states of ballots; one query."""
    today = timezone.localdate()
    for ballot in Ballot.objects.filter(assembly=assembly, state__in=list(_WAITING)):
        if ballot.state == BallotState.OPEN and ballot.held_on >= today:
            continue
        state, is_secret = BallotState(ballot.state), ballot.method == BallotMethod.SECRET
        title, why, permission = (_SECRET if is_secret else {}).get(state) or _WAITING[state]
        yield NextAction(
            title=str(title) % {"title": ballot.title},
            why=str(why),
            url=reverse("ballot", args=[assembly.slug, ballot.number]),
            button=_("Open the ballot"),
            due=ballot.held_on,
            permission=permission,
        )


def report_attention(assembly: Assembly) -> Iterator[NextAction]:
    """Ask for the report once everything is decided and something was adopted."""
    states = set(
        Recommendation.objects.filter(assembly=assembly)
        .exclude(state=RecommendationState.WITHDRAWN)
        .values_list("state", flat=True)
    )
    if RecommendationState.ADOPTED in states and states <= set(DECIDED):
        yield NextAction(
            title=_("Publish the report"),
            why=_("Every recommendation is decided. The report hands them to the authority."),
            url=reverse("report", args=[assembly.slug]),
            button=_("Open the report"),
            permission="assembly.decide_recommendations",
        )


recommendations_parts.register_attention("ballots", ballots_attention)
recommendations_parts.register_attention("recommendations", report_attention)
