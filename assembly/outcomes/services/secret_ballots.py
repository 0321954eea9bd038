"""What opening and closing a secret ballot does more: codes are made for all members, and every trace is cut."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from assembly.outcomes.enums import VotingWay
from assembly.outcomes.models import (
    Ballot,
    BallotQuestion,
    Reconciliation,
    UnissuedCode,
    VoteReceipt,
    VoterTurn,
)
from assembly.outcomes.selectors.database_log import talkative_settings
from assembly.outcomes.selectors.votes import members_at
from assembly.outcomes.services.secret_rows import forget_traces, make_rows, seal_off


def voting_blockers(ballot: Ballot, now: datetime) -> list[str]:
    """Return why codes cannot be given out yet."""
    blockers = [
        _("The database keeps statements or their times (%(setting)s). Have that switched off for the vote.")
        % {"setting": setting}
        for setting in talkative_settings()
    ]
    if not members_at(ballot.assembly, now).exists():
        blockers.append(_("No members are entered yet, so nobody could be given a code."))
    return blockers


def open_voting(ballot: Ballot, questions: Sequence[BallotQuestion], now: datetime) -> None:
    """Make everything that the vote needs, for the members of this moment: whoever comes later cannot vote in it."""
    make_rows(ballot, questions, list(members_at(ballot.assembly, now)))


def close_voting(ballot: Ballot) -> dict[str, int]:
    """Write the numbers down, seal the votes off from all codes, and return the numbers for the record."""
    ways = VoterTurn.objects.filter(ballot=ballot).values_list("how").annotate(many=Count("pk")).order_by()
    by_way: dict[str, int] = dict(ways)
    account = Reconciliation.objects.get(ballot=ballot)
    account.own, account.desk = by_way.get(VotingWay.OWN, 0), by_way.get(VotingWay.DESK, 0)
    account.slips, account.papers = by_way.get(VotingWay.SLIP, 0), by_way.get(VotingWay.PAPER, 0)
    account.unused_codes = UnissuedCode.objects.filter(ballot=ballot).count()
    account.cast = VoteReceipt.objects.filter(ballot=ballot, is_counted=True).count()
    account.save()
    seal_off(ballot)
    # Robust: what the database keeps of former versions is no reason to say that the vote was not closed.
    transaction.on_commit(forget_traces, robust=True)
    return {
        "eligible": account.eligible,
        "codes": account.own + account.desk + account.slips,
        "papers": account.papers,
        "cast": account.cast,
    }
