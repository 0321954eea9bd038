"""Enter the papers in the urn of a secret ballot: one person counts, another counts again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from assembly.outcomes.counting.faults import NOBODY, faults_of
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, BallotQuestion, VoteCount
from assembly.outcomes.selectors.secret_votes import PAPERS_FIRST, PAPERS_SECOND
from assembly.outcomes.selectors.votes import rule_of, tally_of
from assembly.outcomes.services.count_rows import keep_count
from assembly.outcomes.services.counts import differences, seen_count
from assembly.outcomes.vote_words import remark_words
from assembly.services.record import record_event


@transaction.atomic
def enter_papers(
    *, question: BallotQuestion, tally: Tally, seen: str, actor: User, now: datetime
) -> VoteCount:
    """Enter the papers of one question, in place of what was entered before; a second count is then made anew.

    Raises:
        VoteRefused: the ballot is not waiting for papers, somebody entered them meanwhile, or it cannot be.
    """
    ballot = _waiting(question)
    papers = _papers(tally)
    found = [fault for fault in faults_of(papers, rule_of(question.rule)) if fault.code != NOBODY]
    if found:
        raise VoteRefused(" ".join(remark_words(fault) for fault in found), code="cannot_be")
    standing = question.counts.filter(entry=PAPERS_FIRST).first()
    if seen != seen_count(standing, question):
        raise VoteRefused(_("Somebody entered this count meanwhile. Look at it as it is now."), code="stale")
    question.counts.filter(entry__in=(PAPERS_FIRST, PAPERS_SECOND)).delete()
    count = keep_count(question, papers, PAPERS_FIRST, "", actor, now)
    _record("ballot.enter", ballot, question, actor, now)
    return count


@transaction.atomic
def check_papers(*, question: BallotQuestion, tally: Tally, actor: User, now: datetime) -> VoteCount:
    """Take the same numbers from somebody else who counted the papers again.

    Raises:
        VoteRefused: nothing was entered, it is their own count, or the numbers are not the same.
    """
    ballot = _waiting(question)
    first = question.counts.filter(entry=PAPERS_FIRST).first()
    if first is None:
        raise VoteRefused(_("Nobody has entered these papers yet."), code="not_entered")
    if actor.pk == first.entered_by_id:
        raise VoteRefused(_("You counted this yourself. Somebody else has to look at it."), code="own_count")
    papers = _papers(tally)
    if differences(papers, tally_of(first, question)):
        raise VoteRefused(
            _("These are not the numbers that were entered. Count the papers again, both of you."),
            code="differs",
        )
    question.counts.filter(entry=PAPERS_SECOND).delete()
    count = keep_count(question, papers, PAPERS_SECOND, "", actor, now)
    _record("ballot.check", ballot, question, actor, now)
    return count


def _papers(tally: Tally) -> Tally:
    """Return the count as one of papers alone: whoever is present lies in the urn."""
    many = tally.cast
    return Tally(many, many, tally.abstained, tally.blank, tally.spoiled, tally.lines, tally.options)


def _waiting(question: BallotQuestion) -> Ballot:
    ballot = (
        Ballot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=question.ballot_id)
    )
    if ballot.method != BallotMethod.SECRET or ballot.state != BallotState.CLOSED:
        raise VoteRefused(_("Papers are entered after the vote is closed, and once."), code="not_closed")
    return ballot


def _record(verb: str, ballot: Ballot, question: BallotQuestion, actor: User, now: datetime) -> None:
    details = {"number": ballot.number, "question": question.number}
    record_event(verb, obj=ballot, assembly=ballot.assembly, actor=actor, now=now, details=details)
