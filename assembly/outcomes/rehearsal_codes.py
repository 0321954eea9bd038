"""Codes with which a ballot is tried out while it is shown as a draft: everybody may know them, and nothing is kept."""

import hashlib

from assembly.outcomes.enums import BallotMethod, BallotState
from assembly.outcomes.models import Ballot
from assembly.typed_codes import LETTERS, typed_code

PREFIX = "try"
_MARKS = 6


def rehearsal_code(ballot: Ballot) -> str:
    """Return the ballot's code; it cannot be guessed, so that drafts are shown to members alone."""
    digest = hashlib.sha256(f"rehearsal:{ballot.token}".encode()).digest()
    return PREFIX + "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:_MARKS])


def shown_rehearsal_code(ballot: Ballot) -> str:
    """Return it as it is read out: TRY-ABC-DEF."""
    code = rehearsal_code(ballot).upper()
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def ballot_to_rehearse(text: str) -> Ballot | None:
    """Return the draft that a code is for; None where it is no such code, or the draft is shown no more."""
    code = typed_code(text)
    if not code.startswith(PREFIX):
        return None
    drafts = Ballot.objects.filter(method=BallotMethod.SECRET, state=BallotState.SHOWN_AS_DRAFT)
    return next((each for each in drafts.select_related("assembly") if rehearsal_code(each) == code), None)
