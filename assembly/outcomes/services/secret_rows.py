"""Write the rows of secret ballots: all at the opening, all anew at the closing, and in between every row alike.

Chance comes from the machine itself: whoever could pass it in could foresee codes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from secrets import SystemRandom
from typing import TypeVar

from django.db.models import BigIntegerField, Case, F, QuerySet, Value, When
from django.views.decorators.debug import sensitive_variables

from assembly.former_rows import let_go_of_former_rows
from assembly.models import Person, User
from assembly.outcomes.enums import VotingWay
from assembly.outcomes.models import (
    Ballot,
    BallotKeys,
    BallotQuestion,
    Reconciliation,
    SealedVote,
    UnissuedCode,
    VoteReceipt,
    VoterTurn,
)
from assembly.outcomes.secret_codes import (
    fresh_code,
    fresh_key,
    fresh_receipt,
    fresh_secret,
    receipt_key,
    vote_key,
)

CODES_FOR_EACH = 2
"""Half of the codes can be printed as slips, and one still lies ready for everybody."""
_BATCH = 500
_chance = SystemRandom()
REWRITTEN = (SealedVote, VoteReceipt, VoterTurn, UnissuedCode, BallotKeys)
"""Tables whose former rows lead from somebody to a vote."""
Row = TypeVar("Row", UnissuedCode, SealedVote, VoteReceipt)


@sensitive_variables()
def make_rows(ballot: Ballot, questions: Sequence[BallotQuestion], people: Sequence[Person]) -> None:
    """Make turns, codes, blank votes, receipts and the secret; each table in an order of its own."""
    codes = _distinct(fresh_code, CODES_FOR_EACH * len(people))
    secret = fresh_secret()
    BallotKeys.objects.create(ballot=ballot, secret=secret)
    Reconciliation.objects.create(ballot=ballot, eligible=len(people), codes=len(codes))
    VoterTurn.objects.bulk_create(VoterTurn(ballot=ballot, person=person) for person in people)
    _create(UnissuedCode(ballot=ballot, code=code) for code in codes)
    _create(
        SealedVote(key=vote_key(secret, code, question.pk), question=question)
        for question in questions
        for code in codes
    )
    receipts = _distinct(fresh_receipt, len(codes))
    _create(
        VoteReceipt(key=receipt_key(secret, code), ballot=ballot, receipt=receipt)
        for code, receipt in zip(codes, receipts, strict=True)
    )


@sensitive_variables()
def draw_codes(ballot: Ballot, number: int) -> list[str]:
    """Take codes out of the pool at random."""
    pool = UnissuedCode.objects.filter(ballot=ballot).values_list("code", flat=True)
    drawn = _chance.sample(sorted(pool), number)
    UnissuedCode.objects.filter(code__in=drawn).delete()
    return drawn


def write_turn(ballot: Ballot, person: Person, how: VotingWay | str, given_by: User | None) -> None:
    """Write one turn by rewriting all."""
    giver = Value(given_by.pk if given_by else None)
    VoterTurn.objects.filter(ballot=ballot).update(
        how=Case(When(person=person, then=Value(str(how))), default=F("how")),
        given_by=Case(When(person=person, then=giver), default=F("given_by"), output_field=BigIntegerField()),
    )


@sensitive_variables()
def write_votes(ballot: Ballot, secret: bytes, code: str, choices: Mapping[int, str]) -> None:
    """Write the votes of one code, by the questions' keys, and mark its receipt, by rewriting all of both."""
    chosen = [
        When(key=vote_key(secret, code, question), then=Value(choice)) for question, choice in choices.items()
    ]
    SealedVote.objects.filter(question__in=sorted(choices)).update(choice=Case(*chosen, default=F("choice")))
    counted = When(key=receipt_key(secret, code), then=Value(value=True))
    VoteReceipt.objects.filter(ballot=ballot).update(is_counted=Case(counted, default=F("is_counted")))


@sensitive_variables()
def seal_off(ballot: Ballot) -> None:
    """Keep what was cast under new keys, and delete everything by which a code could lead to it."""
    rewrite_votes(ballot)
    receipts = VoteReceipt.objects.filter(ballot=ballot)
    counted = list(receipts.filter(is_counted=True).values_list("receipt", flat=True))
    receipts.delete()
    _create(
        VoteReceipt(key=fresh_key(), ballot=ballot, receipt=receipt, is_counted=True) for receipt in counted
    )
    UnissuedCode.objects.filter(ballot=ballot).delete()
    BallotKeys.objects.filter(ballot=ballot).delete()


@sensitive_variables()
def rewrite_votes(ballot: Ballot, more: Iterable[tuple[int, str]] = ()) -> None:
    """Write all votes anew, in another order and under new keys, and `more` (question's key, choice) among them."""
    votes: QuerySet[SealedVote] = SealedVote.objects.filter(question__ballot=ballot)
    kept = [*votes.exclude(choice="").values_list("question", "choice"), *more]
    votes.delete()
    _create(SealedVote(key=fresh_key(), question_id=question, choice=choice) for question, choice in kept)


def forget_traces() -> None:
    """Have the database let go of former versions of these rows, as far as it can; after the commit."""
    let_go_of_former_rows(REWRITTEN)


def _create(rows: Iterable[Row]) -> None:
    made = list(rows)
    _chance.shuffle(made)
    if made:
        type(made[0])._default_manager.bulk_create(made, batch_size=_BATCH)


def _distinct(fresh: Callable[[], str], number: int) -> list[str]:
    found: set[str] = set()
    while len(found) < number:
        found.add(fresh())
    return _chance.sample(sorted(found), number)
