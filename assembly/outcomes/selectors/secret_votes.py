"""Reads of secret ballots: turns, figures, and sealed votes as nothing but lists of choices."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Sum

from assembly.models import Assembly, Person, User
from assembly.outcomes.counting.faults import Remark
from assembly.outcomes.counting.reconciling import PAPERS_LACKING, Figures, differences
from assembly.outcomes.counting.rules import Tally
from assembly.outcomes.enums import BallotMethod, BallotState, VotingWay
from assembly.outcomes.models import (
    Ballot,
    BallotQuestion,
    Reconciliation,
    SealedVote,
    VoteCount,
    VoteReceipt,
    VoterTurn,
)

PAPERS_FIRST, PAPERS_SECOND = 3, 4
"""The entries of the papers in the urn, by two people; gone once the count is verified."""
ABSTAIN, BLANK = "abstain", "blank"


def turns_of(ballot: Ballot) -> QuerySet[VoterTurn]:
    """Return who may vote, with how they took their turn, by name."""
    return (
        VoterTurn.objects.filter(ballot=ballot)
        .select_related("person", "given_by")
        .order_by("person__name", "person__seat_number", "pk")
    )


def turn_of(ballot: Ballot, user: User) -> VoterTurn | None:
    """Return the turn of a signed-in member; None for whoever may not vote here."""
    return VoterTurn.objects.filter(ballot=ballot, person__user=user).select_related("person").first()


def figures_of(ballot: Ballot) -> Figures | None:
    """Return the numbers of a secret ballot: as they stand now, and as they were from the closing on.

    None before the opening, and for other ballots.
    """
    account = Reconciliation.objects.filter(ballot=ballot).first()
    if account is None:
        return None
    return _live(ballot, account) if ballot.state == BallotState.OPEN else figures_in(account)


def figures_in(account: Reconciliation) -> Figures:
    """Return the numbers that are written down."""
    return Figures(
        eligible=account.eligible,
        codes=account.codes,
        unused_codes=account.unused_codes,
        own=account.own,
        desk=account.desk,
        slips=account.slips,
        papers=account.papers,
        slips_printed=account.slips_printed,
        slips_returned=account.slips_returned,
        cast=account.cast,
        papers_in_urn=account.papers_in_urn,
    )


def _live(ballot: Ballot, account: Reconciliation) -> Figures:
    by_way = VoterTurn.objects.filter(ballot=ballot).aggregate(
        **{way.value: Count("pk", filter=Q(how=way)) for way in VotingWay}
    )
    return Figures(
        eligible=account.eligible,
        codes=account.codes,
        unused_codes=ballot.unissued_codes.count(),
        own=by_way[VotingWay.OWN],
        desk=by_way[VotingWay.DESK],
        slips=by_way[VotingWay.SLIP],
        papers=by_way[VotingWay.PAPER],
        slips_printed=account.slips_printed,
        cast=VoteReceipt.objects.filter(ballot=ballot, is_counted=True).count(),
    )


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The numbers of a closed ballot, where they differ, and what somebody said about it."""

    figures: Figures
    remarks: tuple[Remark, ...]
    explanation: str

    @property
    def is_explained(self) -> bool:
        """Whether nothing differs that nobody explained."""
        return bool(self.explanation) or not any(remark.is_fault for remark in self.remarks)


def reconciliation_of(ballot: Ballot) -> Reconciled | None:
    """Return the reconciliation of a ballot that is closed; None for other ballots."""
    account = Reconciliation.objects.filter(ballot=ballot).first()
    if account is None or ballot.state == BallotState.OPEN:
        return None
    figures = figures_in(account)
    if ballot.state != BallotState.CLOSED:
        return Reconciled(figures, differences(figures), account.explanation)
    # What lies in the urn is known when two people have counted it; until then no paper is missing.
    in_urn = _papers_counted(ballot)
    figures = replace(figures, papers_in_urn=in_urn or 0)
    remarks = tuple(
        each for each in differences(figures) if in_urn is not None or each.code != PAPERS_LACKING
    )
    return Reconciled(figures, remarks, account.explanation)


def _papers_counted(ballot: Ballot) -> int | None:
    """Return the most papers on any question; None until two people have entered those of all."""
    entered = VoteCount.objects.filter(
        question__ballot=ballot, entry=PAPERS_FIRST, question__counts__entry=PAPERS_SECOND
    ).annotate(in_piles=Sum("lines__votes"))
    papers = [each.abstained + each.blank + each.spoiled + (each.in_piles or 0) for each in entered]
    return max(papers) if papers and len(papers) == ballot.questions.count() else None


def sealed_choices(question: BallotQuestion) -> list[str]:
    """Return the votes on a question, sorted, so that their order tells nothing."""
    votes = SealedVote.objects.filter(question=question).exclude(choice="")
    return sorted(votes.values_list("choice", flat=True))


def tally_of_choices(choices: list[str], question: BallotQuestion, figures: Figures) -> Tally:
    """Return what a list of votes amounts to, as `counting` knows it."""
    many = Counter(choices)
    abstained, blank = many.pop(ABSTAIN, 0), many.pop(BLANK, 0)
    return Tally(
        eligible=figures.eligible,
        present=figures.present,
        abstained=abstained,
        blank=blank,
        lines=dict(many),
        options=tuple(option.number for option in question.options.all()),
    )


def published_votes(
    ballot: Ballot, questions: list[BallotQuestion]
) -> list[tuple[BallotQuestion, list[str]]]:
    """Return for each question all votes, by code and on paper, sorted; nothing joins one question to another."""
    if ballot.state not in (BallotState.VERIFIED, BallotState.PUBLISHED):
        return []
    found: dict[int, list[str]] = {question.pk: [] for question in questions}
    cast = SealedVote.objects.filter(question__in=found).exclude(choice="")
    for question, choice in cast.values_list("question", "choice"):
        found[question].append(choice)
    return [(question, sorted(found[question.pk])) for question in questions]


def published_receipts(ballot: Ballot) -> list[str]:
    """Return the receipts of the votes that were counted, sorted; none before the vote is closed."""
    if ballot.state in (BallotState.DESIGNED, BallotState.SHOWN_AS_DRAFT, BallotState.OPEN, BallotState.VOID):
        return []
    counted = VoteReceipt.objects.filter(ballot=ballot, is_counted=True)
    return sorted(counted.values_list("receipt", flat=True))


def voter_of(ballot: Ballot, user: User) -> Person | None:
    """Return the member whom an account belongs to, if they may vote."""
    turn = turn_of(ballot, user)
    return turn.person if turn else None


def published_secret_ballots(assembly: Assembly) -> QuerySet[Ballot]:
    """Return the secret ballots whose results everybody may read."""
    return Ballot.objects.filter(assembly=assembly, method=BallotMethod.SECRET, state=BallotState.PUBLISHED)
