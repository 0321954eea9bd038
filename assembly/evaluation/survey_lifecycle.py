"""The legal moves of a survey wave."""

from assembly.evaluation.enums_surveys import WaveState as W
from assembly.lifecycle import Lifecycle

SURVEY = Lifecycle(
    "survey",
    {
        (W.PLANNED, "open"): W.OPEN,
        (W.PLANNED, "withdraw"): W.WITHDRAWN,
        # From here on nobody can find whose answers are whose.
        (W.OPEN, "close"): W.CLOSED,
        # Paper came late: whoever has not answered yet still can.
        (W.CLOSED, "reopen"): W.OPEN,
        (W.CLOSED, "publish"): W.PUBLISHED,
    },
)
