"""Count a secret ballot: votes by code and those on paper are one sum, and are never told apart."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from assembly.errors import GateClosed
from assembly.models import User
from assembly.outcomes.counting.faults import NOBODY, faults_of
from assembly.outcomes.counting.plain import plain_result, plain_rule
from assembly.outcomes.counting.reconciling import Figures
from assembly.outcomes.counting.recount import recounted
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotMethod
from assembly.outcomes.models import Ballot, BallotQuestion, Reconciliation, VoteCount, VoterTurn
from assembly.outcomes.selectors.secret_votes import (
    ABSTAIN,
    BLANK,
    PAPERS_FIRST,
    PAPERS_SECOND,
    figures_in,
    reconciliation_of,
    sealed_choices,
    tally_of_choices,
)
from assembly.outcomes.selectors.votes import FIRST, SECOND, Counted, questions_of, rule_of, tally_of
from assembly.outcomes.services.count_rows import keep_count
from assembly.outcomes.services.secret_rows import rewrite_votes
from assembly.outcomes.vote_words import remark_words

_PAPERS = (PAPERS_FIRST, PAPERS_SECOND)


def sum_up(ballot: Ballot, actor: User, now: datetime) -> None:
    """Count all votes by code, add those on paper, and write the sums as the counts.

    Raises:
        GateClosed: papers were given out and not entered by two people, or a sum cannot be.
    """
    questions = questions_of(ballot)
    account = Reconciliation.objects.get(ballot=ballot)
    papers = {each.pk: _papers(each) for each in questions}
    blockers = _lacking(questions, papers, has_papers=account.papers > 0)
    if blockers:
        raise GateClosed(blockers)
    # Each question has a leaf of its own, and somebody may keep one: the most on any question were in the urn.
    account.papers_in_urn = max((each.cast for each in papers.values() if each), default=0)
    account.save(update_fields=["papers_in_urn"])
    sums = [(each, _sum(each, papers[each.pk], figures_in(account))) for each in questions]
    faults = [
        _("Question %(number)s: %(what)s") % {"number": each.number, "what": remark_words(fault)}
        for each, tally in sums
        for fault in faults_of(tally, rule_of(each.rule))
        if fault.code != NOBODY
    ]
    if faults:
        raise GateClosed(faults)
    VoteCount.objects.filter(question__ballot=ballot, entry=FIRST).delete()
    for each, tally in sums:
        keep_count(each, tally, FIRST, "", actor, now)


def confirm_sums(ballot: Ballot, rows: Sequence[Counted], actor: User, now: datetime) -> None:
    """Let the independent recount run, write its counts as the second entry, and mix the papers among the votes.

    Raises:
        GateClosed: numbers differ and nobody said why, or the recount finds something else.
    """
    reconciled = reconciliation_of(ballot)
    if reconciled is None or not reconciled.is_explained:
        raise GateClosed([_("Numbers differ, and nobody has said why.")])
    papers = [(each.question.pk, choice) for each in rows for choice in _paper_choices(each.question)]
    by_question: dict[int, list[str]] = {each.question.pk: sealed_choices(each.question) for each in rows}
    for question, choice in papers:
        by_question[question].append(choice)
    blockers = [
        _("Question %(number)s: the independent recount finds something else.")
        % {"number": each.question.number}
        for each in rows
        if not _is_found_again(each, by_question[each.question.pk])
    ]
    if blockers:
        raise GateClosed(blockers)
    rewrite_votes(ballot, papers)
    VoteCount.objects.filter(question__ballot=ballot, entry__in=(SECOND, *_PAPERS)).delete()
    for each in rows:
        if each.tally is not None:
            keep_count(each.question, each.tally, SECOND, "", actor, now)


def paper_counters(ballot: Ballot) -> set[int]:
    """Return who entered papers first: whoever counted does not verify."""
    counts = VoteCount.objects.filter(question__ballot=ballot, entry=PAPERS_FIRST)
    return set(counts.values_list("entered_by", flat=True))


def forget_turns(ballot: Ballot) -> None:
    """Forget who took their turn in a secret ballot, and how: the numbers are published."""
    if ballot.method == BallotMethod.SECRET:
        VoterTurn.objects.filter(ballot=ballot).delete()


def _papers(question: BallotQuestion) -> Tally | None:
    """Return the papers of a question that two people entered."""
    counts = {count.entry: count for count in question.counts.all()}
    if not all(entry in counts for entry in _PAPERS):
        return None
    return tally_of(counts[PAPERS_FIRST], question)


def _paper_choices(question: BallotQuestion) -> list[str]:
    tally = _papers(question)
    if tally is None:
        return []
    many = {**tally.lines, ABSTAIN: tally.abstained, BLANK: tally.blank}
    return [choice for choice, votes in many.items() for _each in range(votes)]


def _lacking(
    questions: Sequence[BallotQuestion], papers: dict[int, Tally | None], *, has_papers: bool
) -> list[str]:
    is_asked = has_papers or any(papers.values())
    return [
        _("The papers of question %(number)s are not entered by two people yet.") % {"number": each.number}
        for each in questions
        if is_asked and papers[each.pk] is None
    ]


def _sum(question: BallotQuestion, papers: Tally | None, figures: Figures) -> Tally:
    codes = tally_of_choices(sealed_choices(question), question, figures)
    if papers is None:
        return codes
    return Tally(
        eligible=codes.eligible,
        present=codes.present,
        abstained=codes.abstained + papers.abstained,
        blank=codes.blank + papers.blank,
        spoiled=papers.spoiled,
        lines={
            choice: codes.lines.get(choice, 0) + papers.lines.get(choice, 0)
            for choice in sorted({*codes.lines, *papers.lines})
        },
        options=codes.options,
    )


def _is_found_again(each: Counted, choices: list[str]) -> bool:
    """Whether the recount, which shares no line with `reckon`, finds the same counts and the same outcome."""
    if each.tally is None or each.result is None:
        return False
    found = recounted(
        {
            "rule": plain_rule(each.rule),
            "options": {str(number): "" for number in each.tally.options},
            "eligible": each.tally.eligible,
            "present": each.tally.present,
            "spoiled": each.tally.spoiled,
            "votes": sorted(choices),
        }
    )
    numbers = {**each.tally.lines, ABSTAIN: each.tally.abstained, BLANK: each.tally.blank}
    return found == {
        "votes": {choice: votes for choice, votes in sorted(numbers.items()) if votes},
        "outcome": each.result.outcome,
        "order": plain_result(each.result)["order"],
    }
