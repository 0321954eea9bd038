"""The legal moves of a ballot."""

from assembly.lifecycle import Lifecycle
from assembly.outcomes.enums import BallotState as B

BALLOT = Lifecycle(
    "ballot",
    {
        (B.DESIGNED, "show"): B.SHOWN_AS_DRAFT,
        (B.SHOWN_AS_DRAFT, "take_back"): B.DESIGNED,
        (B.SHOWN_AS_DRAFT, "open"): B.OPEN,
        (B.OPEN, "close"): B.CLOSED,
        (B.CLOSED, "count"): B.COUNTED,
        # Somebody else looked at the count and it does not hold: it is counted again.
        (B.COUNTED, "recount"): B.CLOSED,
        (B.COUNTED, "verify"): B.VERIFIED,
        (B.VERIFIED, "publish"): B.PUBLISHED,
        # What went wrong beyond repair decides nothing; the same can be asked in another ballot.
        (B.OPEN, "void"): B.VOID,
        (B.CLOSED, "void"): B.VOID,
        (B.COUNTED, "void"): B.VOID,
    },
)
