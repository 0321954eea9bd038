"""The lifecycle of a freedom-of-information request."""

from assembly.evaluation.enums_closing import RequestState as S
from assembly.lifecycle import Lifecycle

REQUEST = Lifecycle(
    "disclosure",
    {
        (S.RECEIVED, "answer"): S.ANSWERED,
        (S.RECEIVED, "withdraw"): S.WITHDRAWN,
        (S.RECEIVED, "refuse"): S.REFUSED,
        (S.ANSWERED, "reopen"): S.RECEIVED,
        (S.REFUSED, "reopen"): S.RECEIVED,
        (S.WITHDRAWN, "reopen"): S.RECEIVED,
    },
)
