"""Say what came back of a secret ballot, and why numbers differ, before somebody else verifies it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import User
from assembly.outcomes.enums import BallotState
from assembly.outcomes.errors import VoteRefused
from assembly.outcomes.models import Ballot, Reconciliation
from assembly.services.record import record_event

_BETWEEN = (BallotState.CLOSED, BallotState.COUNTED)


@transaction.atomic
def return_slips(*, ballot: Ballot, number: int, actor: User, now: datetime) -> None:
    """Say how many sealed slips are left over, unopened, in place of what was said before.

    Raises:
        VoteRefused: it is not between closing and verifying, or it was no secret ballot.
    """
    locked, account = _account(ballot)
    account.slips_returned = number
    account.save(update_fields=["slips_returned"])
    details = {"number": locked.number, "slips": number}
    record_event(
        "ballot.slips_back", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )


@transaction.atomic
def explain_differences(*, ballot: Ballot, words: str, actor: User, now: datetime) -> None:
    """Say why numbers differ, in place of what was said before; it is published with them.

    Raises:
        VoteRefused: it is not between closing and verifying, or it was no secret ballot.
    """
    locked, account = _account(ballot)
    account.explanation = words.strip()
    account.save(update_fields=["explanation"])
    details = {"number": locked.number}
    record_event(
        "ballot.explain", obj=locked, assembly=locked.assembly, actor=actor, now=now, details=details
    )


def _account(ballot: Ballot) -> tuple[Ballot, Reconciliation]:
    locked = (
        Ballot.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=ballot.pk)
    )
    account = Reconciliation.objects.filter(ballot=locked).first()
    if account is None or locked.state not in _BETWEEN:
        raise VoteRefused(
            _("Numbers are reconciled after a secret vote is closed, and before it is verified."),
            code="not_closed",
        )
    return locked, account
