"""What templates show of a secret ballot besides its questions: numbers, differences, and whose papers are counted."""

from collections.abc import Sequence
from typing import Any

from assembly.outcomes.enums import BallotMethod
from assembly.outcomes.models import Ballot, BallotQuestion
from assembly.outcomes.reconciling_words import difference_words
from assembly.outcomes.selectors.secret_votes import (
    PAPERS_FIRST,
    PAPERS_SECOND,
    figures_of,
    reconciliation_of,
)


def reconciled_context(ballot: Ballot) -> dict[str, Any]:
    """Return what `outcomes/reconciliation.html` shows; nothing before the closing."""
    found = reconciliation_of(ballot)
    if found is None:
        return {}
    return {
        "figures": found.figures,
        "differences": [difference_words(each) for each in found.remarks if each.is_fault],
        "remarks": [difference_words(each) for each in found.remarks if not each.is_fault],
        "explanation": found.explanation,
        "is_explained": found.is_explained,
    }


def secret_context(ballot: Ballot, questions: Sequence[BallotQuestion]) -> dict[str, Any]:
    """Return what the ballot's own page shows of it: who has something, what is missing, what is unexplained."""
    if ballot.method != BallotMethod.SECRET:
        return {"is_secret": False}
    figures = figures_of(ballot)
    papers = {each.number: _entries(each) for each in questions}
    has_papers = bool(figures and figures.papers)
    context = {
        "is_secret": True,
        "figures": figures,
        "has_papers": has_papers,
        "papers": papers,
        "missing_papers": sum(not each["is_checked"] for each in papers.values()) if has_papers else 0,
    }
    return {**context, **reconciled_context(ballot)}


def _entries(question: BallotQuestion) -> dict[str, bool]:
    """Return whether the papers of a question were entered, and whether both counts are there."""
    entries = {count.entry for count in question.counts.all()}
    return {"is_entered": PAPERS_FIRST in entries, "is_checked": {PAPERS_FIRST, PAPERS_SECOND} <= entries}
