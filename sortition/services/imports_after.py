"""What follows from a pool that an import has written: decisions of people hold for it too."""

from datetime import datetime

from django.db import transaction

from assembly.models import Assembly
from sortition.selectors.pool_figures import pool_state
from sortition.services.households import apply_household_decisions
from sortition.services.match_search import want_match_search


def settle_after_import(*, assembly: Assembly, now: datetime) -> None:
    """Put decisions on households on what was written, and ask for a search for matches.

    Call it in the transaction of a commit or an undo, after the writing.
    """
    apply_household_decisions(assembly=assembly)
    want_match_search(assembly=assembly, now=now)
    # An import may concern everybody: counting the pool anew is part of it, rather than of the first page after it.
    # What was committed stands, also where remembering fails.
    transaction.on_commit(lambda: pool_state(assembly), robust=True)
