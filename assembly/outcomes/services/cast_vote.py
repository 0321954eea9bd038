"""Cast a vote by a code. Nothing here knows who votes: a code and choices come in, a receipt goes out.

No event is recorded: its place in the record would be a time. Errors name neither code nor choice.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.outcomes.counting.rules import RANKED, choices_of, ranking_of, ranking_text
from assembly.outcomes.enums import BallotState
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, BallotKeys, BallotQuestion, UnissuedCode, VoteReceipt
from assembly.outcomes.secret_codes import receipt_key, typed_code
from assembly.outcomes.selectors.secret_votes import ABSTAIN, BLANK
from assembly.outcomes.services.secret_rows import write_votes


@sensitive_variables()
def ballot_of_code(*, code: str) -> Ballot:
    """Return the open ballot in which a code can vote.

    Raises:
        VoteRefused: a mark is wrong (`mistyped`), or the code cannot vote (`no_such_code`).
    """
    receipt, _secret = _found(code)
    if receipt is None or receipt.is_counted or not _is_issued(code):
        raise _unknown()
    return receipt.ballot


@sensitive_variables()
def receipt_of(*, code: str) -> str | None:
    """Return the receipt of a code that has voted in an open ballot: for whoever sent their vote twice.

    Raises:
        VoteRefused: a mark is wrong.
    """
    receipt, _secret = _found(code)
    return receipt.receipt if receipt is not None and receipt.is_counted else None


@sensitive_variables()
@transaction.atomic
def cast_vote(*, code: str, choices: Mapping[int, str]) -> str:
    """Cast the votes of a code, by the questions' numbers, for good; return the receipt.

    A question without a choice gets a blank vote. Of two who send the same code at once the second is refused.

    Raises:
        VoteRefused: a mark is wrong (`mistyped`), the code cannot vote (`no_such_code`), or nobody could choose so
            (`cannot_be`).
    """
    found, secret = _found(code)
    if found is None:
        raise _unknown()
    # Between reading the secret and this lock the vote may have been closed, or the same code have voted.
    ballot = Ballot.objects.select_for_update(no_key=True).get(pk=found.ballot_id)
    receipt = VoteReceipt.objects.filter(pk=found.pk, is_counted=False).first()
    if ballot.state != BallotState.OPEN or receipt is None or not _is_issued(code):
        raise _unknown()
    write_votes(ballot, secret, typed_code(code) or "", _chosen(ballot, choices))
    return receipt.receipt


@sensitive_variables()
def _found(code: str) -> tuple[VoteReceipt | None, bytes]:
    """Return the receipt of a code and the secret of its ballot, among all ballots that are open."""
    read = typed_code(code)
    if read is None:
        raise VoteRefused(
            _("A mark of this code is wrong or lacking. Compare it with yours and type it again."),
            code="mistyped",
        )
    open_keys = BallotKeys.objects.filter(ballot__state=BallotState.OPEN)
    secrets = {keys.ballot_id: bytes(keys.secret) for keys in open_keys}
    sealed = [receipt_key(secret, read) for secret in secrets.values()]
    receipt = VoteReceipt.objects.filter(key__in=sealed).select_related("ballot__assembly").first()
    return (receipt, secrets[receipt.ballot_id]) if receipt else (None, b"")


@sensitive_variables()
def _is_issued(code: str) -> bool:
    """Whether somebody was given it: a pool that was stolen votes nothing."""
    return not UnissuedCode.objects.filter(code=typed_code(code)).exists()


def _unknown() -> VoteRefused:
    return VoteRefused(
        _("This code cannot vote now: it has voted already, its vote is not open, or nobody was given it."),
        code="no_such_code",
    )


@sensitive_variables()
def _chosen(ballot: Ballot, choices: Mapping[int, str]) -> dict[int, str]:
    """Return the choices by the questions' keys, as they are kept."""
    questions = BallotQuestion.objects.filter(ballot=ballot).select_related("rule")
    by_number = {each.number: each for each in questions.prefetch_related("options")}
    if not choices.keys() <= by_number.keys():
        raise _impossible()
    return {each.pk: _kept(each, choices.get(number) or BLANK) for number, each in by_number.items()}


@sensitive_variables()
def _kept(question: BallotQuestion, choice: str) -> str:
    if choice in (ABSTAIN, BLANK):
        return choice
    if question.kind != RANKED:
        if choice not in choices_of(question.kind, question.rule.scale_points):
            raise _impossible()
        return choice
    ranking = ranking_of(choice)
    known = {option.number for option in question.options.all()}
    if not ranking or not set(ranking) <= known or len(set(ranking)) < len(ranking):
        raise _impossible()
    return ranking_text(ranking)


def _impossible() -> VoteRefused:
    return VoteRefused(_("This cannot be chosen here. Nothing was cast."), code="cannot_be")
