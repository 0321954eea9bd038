"""How the members voted on what a body is asked, for its sheets."""

from collections.abc import Iterable

from django.db.models import Prefetch

from assembly.outcomes.enums import BallotState, QuestionKind
from assembly.outcomes.models import BallotQuestion, VoteCount

_FIRST = 1
"""Of two independent entries of a count, the one that is published."""


def votes_on(recommendations: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return the published counts of votes for or against, by recommendation; of several votes the last."""
    counts = VoteCount.objects.filter(entry=_FIRST).prefetch_related("lines")
    questions = BallotQuestion.objects.filter(
        recommendation__in=[*recommendations], ballot__state=BallotState.PUBLISHED, kind=QuestionKind.YES_NO
    )
    found = {}
    for question in questions.order_by("ballot__number", "number").prefetch_related(
        Prefetch("counts", counts, to_attr="published_counts")
    ):
        for count in question.published_counts:
            lines = {line.choice: line.votes for line in count.lines.all()}
            found[question.recommendation_id] = {
                "n": lines.get("for", 0),
                "against": lines.get("against", 0),
                "abstained": count.abstained,
                "of": count.present,
            }
    return found
