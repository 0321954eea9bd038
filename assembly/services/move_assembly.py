"""Move an assembly through its lifecycle."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.enums import AssemblyState
from assembly.errors import IllegalMove, ReasonMissing
from assembly.lifecycle import move
from assembly.lifecycles import ASSEMBLY, VERBS
from assembly.models import Assembly, StateEntry, User


@transaction.atomic
def move_assembly(*, assembly: Assembly, verb: str, actor: User, now: datetime, reason: str = "") -> Assembly:
    """Move `assembly` by `verb`, write the date on its timeline, and return it fresh.

    Of two people who press at once the second is refused, in words that say what the first one did.

    Raises:
        IllegalMove: not possible from the present state.
        GateClosed: something that must be true first is not.
        ReasonMissing: pausing and cancelling want a reason.
    """
    if verb in VERBS and VERBS[verb].needs_reason and not reason.strip():
        raise ReasonMissing(_("Write why. It stands in the record."))
    try:
        moved = move(ASSEMBLY, assembly, verb, assembly=assembly, actor=actor, now=now, reason=reason.strip())
    except IllegalMove as refused:
        raise _in_words(refused, verb) from refused
    StateEntry.objects.create(assembly=moved, state=moved.state, entered_at=now)
    return moved


def _in_words(refused: IllegalMove, verb: str) -> IllegalMove:
    state = AssemblyState(refused.params["state"]).label
    button = VERBS[verb].button if verb in VERBS else verb
    return IllegalMove(
        _(
            "Nothing was changed: the assembly stands at “%(state)s”, and from there “%(button)s” is not possible. "
            "Perhaps somebody else moved it a moment before you."
        )
        % {"state": state, "button": button},
        params=refused.params,
    )
