"""What decision rules, ballots, counts and the report hold about people.

Of anybody by themselves nothing but that they took their turn in a secret vote, until its result is published. How
somebody voted is in no row that leads to them, so it is in no copy of their data either.
"""

from django.utils.translation import gettext_lazy as _

from assembly.outcomes.models import (
    Ballot,
    BallotKeys,
    BallotOption,
    BallotQuestion,
    CountLine,
    DecisionRule,
    Reconciliation,
    ReportVersion,
    SealedVote,
    UnissuedCode,
    VoteCount,
    VoteReceipt,
    VoterTurn,
)
from assembly.personal_data import Declaration, OfPeople, declare

declare(
    Declaration(DecisionRule, impersonal=("name",)),
    Declaration(Ballot, impersonal=("title", "explanation")),
    Declaration(BallotQuestion, impersonal=("wording",)),
    Declaration(BallotOption, impersonal=("text",)),
    Declaration(VoteCount, impersonal=("note",)),
    Declaration(CountLine, impersonal=("choice",)),
    Declaration(
        VoterTurn,
        name=_("Turns in secret votes"),
        purpose=_("To give everybody who may vote one vote"),
        rows=OfPeople(VoterTurn, "person"),
        is_deleted=True,
    ),
    Declaration(UnissuedCode, impersonal=("code",)),
    Declaration(BallotKeys, impersonal=("secret",)),
    Declaration(SealedVote, impersonal=("key", "choice")),
    Declaration(VoteReceipt, impersonal=("key", "receipt")),
    Declaration(Reconciliation, impersonal=("explanation",)),
    # Names stand in it where members asked to be named beside a statement of theirs that is published with it.
    Declaration(
        ReportVersion,
        impersonal=("title", "foreword", "method", "language", "note", "content", "sha256"),
    ),
)
