"""Give members their turn in a secret ballot: a code, a sealed slip or a paper, once.

Of the turns themselves the record tells nothing, because it tells when; it gets their numbers when the vote closes.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from assembly.models import Person, User
from assembly.outcomes.enums import BallotMethod, BallotState, VotingWay
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, Reconciliation, VoterTurn
from assembly.outcomes.selectors.secret_votes import figures_of
from assembly.outcomes.services.secret_rows import draw_codes, write_turn
from assembly.services.record import record_event


@sensitive_variables("code")
@transaction.atomic
def take_code(*, ballot: Ballot, person: Person, how: VotingWay, actor: User) -> str:
    """Give a member a code of chance, to be shown once: nobody can look it up again.

    Raises:
        VoteRefused: the vote is not open, they may not vote in it, or they took their turn already.
    """
    locked = _open(ballot)
    _take_turn(locked, person, VotingWay.OWN if how == VotingWay.OWN else VotingWay.DESK, actor)
    (code,) = draw_codes(locked, 1)
    return code


@transaction.atomic
def draw_slip(*, ballot: Ballot, person: Person, actor: User) -> None:
    """Note that a member drew a sealed slip; which one nobody knows.

    Raises:
        VoteRefused: as for a code, or all slips that were printed are drawn.
    """
    locked = _open(ballot)
    figures = figures_of(locked)
    if figures is None or figures.slips >= figures.slips_printed:
        raise VoteRefused(
            _("All slips that were printed are drawn. Print more, or give a code."), code="no_slips"
        )
    _take_turn(locked, person, VotingWay.SLIP, actor)


@transaction.atomic
def take_paper(*, ballot: Ballot, person: Person, actor: User) -> None:
    """Note that a member took a ballot paper.

    Raises:
        VoteRefused: as for a code.
    """
    _take_turn(_open(ballot), person, VotingWay.PAPER, actor)


@transaction.atomic
def hand_back(*, ballot: Ballot, person: Person, actor: User, now: datetime) -> None:
    """Take back a slip that is unopened, or a paper that is blank: the member has their turn again.

    The record does not say whose.

    Raises:
        VoteRefused: the vote is not open, or they have nothing that can be handed back.
    """
    locked = _open(ballot)
    turn = VoterTurn.objects.filter(ballot=locked, person=person).first()
    if turn is None or turn.how not in (VotingWay.SLIP, VotingWay.PAPER):
        raise VoteRefused(
            _("Only a slip that is unopened or a paper that is blank can be handed back. A code was seen."),
            code="nothing_to_hand_back",
        )
    how = turn.how
    write_turn(locked, person, "", None)
    details = {"number": locked.number, "how": how}
    record_event(
        "ballot.hand_back", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )


@sensitive_variables("codes")
@transaction.atomic
def print_slips(
    *, ballot: Ballot, number: int, render: Callable[[list[str]], bytes], actor: User, now: datetime
) -> bytes:
    """Take codes out of the pool and return what `render` makes of them. Where it fails none are taken.

    Raises:
        VoteRefused: the vote is not open, or so many would leave members without a code.
    """
    locked = _open(ballot)
    figures = figures_of(locked)
    most = figures.most_slips if figures else 0
    if not 1 <= number <= most:
        raise VoteRefused(
            _("Between 1 and %(most)s slips can be printed now: a code stays for everybody who has none.")
            % {"most": most},
            code="too_many_slips",
        )
    codes = draw_codes(locked, number)
    account = Reconciliation.objects.get(ballot=locked)
    account.slips_printed += number
    account.save(update_fields=["slips_printed"])
    printed = render(codes)
    details = {"number": locked.number, "slips": number}
    record_event("ballot.slips", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details)
    return printed


def _open(ballot: Ballot) -> Ballot:
    locked = (
        Ballot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=ballot.pk)
    )
    if locked.method != BallotMethod.SECRET or locked.state != BallotState.OPEN:
        raise VoteRefused(_("This vote is not open."), code="not_open")
    return locked


def _take_turn(ballot: Ballot, person: Person, how: VotingWay, actor: User) -> None:
    turn = VoterTurn.objects.filter(ballot=ballot, person=person).first()
    if turn is None:
        raise VoteRefused(
            _("They cannot vote here: they were no member when the vote was opened."), code="not_eligible"
        )
    if turn.how:
        raise VoteRefused(_TAKEN[turn.how](), code="turn_taken")
    write_turn(ballot, person, how, None if how == VotingWay.OWN else actor)


_TAKEN: dict[str, Callable[[], str]] = {
    VotingWay.OWN: lambda: _(
        "The code was taken already. It cannot be shown again or replaced: nobody knows which one it was."
    ),
    VotingWay.DESK: lambda: _(
        "A code was given at the desk already. It cannot be shown again or replaced: nobody knows which one it was."
    ),
    VotingWay.SLIP: lambda: _(
        "A sealed slip was drawn already. Another way is possible if it is handed back unopened at the desk."
    ),
    VotingWay.PAPER: lambda: _(
        "A ballot paper was taken already. Another way is possible if it is handed back blank at the desk."
    ),
}
