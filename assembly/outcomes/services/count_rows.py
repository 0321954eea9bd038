"""Write a count with its lines."""

from datetime import datetime

from assembly.models import User
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import QuestionKind
from assembly.outcomes.models import BallotQuestion, CountLine, VoteCount


def keep_count(  # noqa: PLR0917 (one row, said once)
    question: BallotQuestion, tally: Tally, entry: int, note: str, actor: User, now: datetime
) -> VoteCount:
    """Write a count and its lines; what nobody chose is a line too, but for rankings."""
    count = VoteCount.objects.create(
        question=question,
        entry=entry,
        eligible=tally.eligible,
        present=tally.present,
        abstained=tally.abstained,
        blank=tally.blank,
        spoiled=tally.spoiled,
        note=note.strip(),
        counted_at=now,
        entered_by=actor,
    )
    is_ranked = question.kind == QuestionKind.RANKED
    CountLine.objects.bulk_create(
        CountLine(count=count, choice=choice, votes=votes)
        for choice, votes in tally.lines.items()
        if votes or not is_ranked
    )
    return count
