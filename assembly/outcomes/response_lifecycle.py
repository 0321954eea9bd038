"""The legal moves of formal responses, wishes for more time, and concerns."""

from assembly.lifecycle import Lifecycle
from assembly.outcomes.enums_responses import ConcernState as C
from assembly.outcomes.enums_responses import ExtensionState as E
from assembly.outcomes.enums_responses import ResponseState as R

RESPONSE = Lifecycle(
    "response",
    {
        (R.DUE, "acknowledge"): R.ACKNOWLEDGED,
        (R.DUE, "draft"): R.DRAFTING,
        (R.ACKNOWLEDGED, "draft"): R.DRAFTING,
        (R.DRAFTING, "clear"): R.CLEARED,
        (R.CLEARED, "send_back"): R.DRAFTING,
        (R.CLEARED, "publish"): R.PUBLISHED,
        # An interim answer ends nothing: the answer itself is still to be drafted.
        (R.CLEARED, "publish_interim"): R.DRAFTING,
        (R.PUBLISHED, "request_clarification"): R.CLARIFICATION_REQUESTED,
        (R.REVISED, "request_clarification"): R.CLARIFICATION_REQUESTED,
        # A new version, cleared like the first: asked for by members, or of the body's own accord.
        (R.CLARIFICATION_REQUESTED, "revise"): R.REVISED,
        (R.PUBLISHED, "revise"): R.REVISED,
        (R.REVISED, "revise"): R.REVISED,
    },
)
EXTENSION = Lifecycle(
    "extension",
    {
        (E.ASKED, "grant"): E.GRANTED,
        (E.ASKED, "refuse"): E.REFUSED,
    },
)
CONCERN = Lifecycle(
    "concern",
    {
        (C.RAISED, "pass_on"): C.PASSED_ON,
        (C.RAISED, "set_aside"): C.SET_ASIDE,
        (C.SET_ASIDE, "take_up"): C.RAISED,
        (C.PASSED_ON, "answer"): C.ANSWERED,
    },
)
