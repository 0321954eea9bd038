"""The legal moves of a call for submissions, and of what came to it."""

from assembly.lifecycle import Lifecycle
from evidence.enums import CallState as C
from evidence.enums import SubmissionState as S

CALL = Lifecycle("call", {(C.DRAFT, "open"): C.OPEN, (C.OPEN, "close"): C.CLOSED, (C.CLOSED, "open"): C.OPEN})
SUBMISSION = Lifecycle(
    "submission",
    {
        (S.RECEIVED, "take_up"): S.TAKEN_UP,
        (S.RECEIVED, "turn_down"): S.NOT_TAKEN_UP,
        (S.NOT_TAKEN_UP, "take_up"): S.TAKEN_UP,
        (S.RECEIVED, "withdraw"): S.WITHDRAWN,
        (S.NOT_TAKEN_UP, "withdraw"): S.WITHDRAWN,
    },
)
