"""The legal moves of a welfare call."""

from assembly.evaluation.enums_surveys import WelfareState as W
from assembly.lifecycle import Lifecycle

_OPEN = (W.DUE, W.NOT_REACHED, W.REACHED)

WELFARE = Lifecycle(
    "welfare",
    {
        **{(state, "reach"): W.REACHED for state in _OPEN},
        (W.DUE, "miss"): W.NOT_REACHED,
        (W.NOT_REACHED, "miss"): W.NOT_REACHED,
        **{(state, "finish"): W.DONE for state in _OPEN},
        **{(state, "decline_help"): W.DECLINED_HELP for state in _OPEN},
    },
)
