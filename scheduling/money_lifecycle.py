"""The legal moves of honoraria, claims and payments."""

from assembly.lifecycle import Lifecycle
from scheduling.enums_money import ClaimState as C
from scheduling.enums_money import HonorariumState as H
from scheduling.enums_money import PaymentState as P

HONORARIUM = Lifecycle(
    "honorarium",
    {
        (H.DUE, "approve"): H.APPROVED,
        (H.APPROVED, "take_back"): H.DUE,
        (H.DUE, "waive"): H.WAIVED,
        (H.WAIVED, "restore"): H.DUE,
        (H.APPROVED, "pay"): H.PAID,
    },
)
CLAIM = Lifecycle(
    "claim",
    {
        (C.SUBMITTED, "approve"): C.APPROVED,
        (C.SUBMITTED, "query"): C.QUERIED,
        (C.QUERIED, "answer"): C.SUBMITTED,
        (C.SUBMITTED, "refuse"): C.REFUSED,
        (C.QUERIED, "refuse"): C.REFUSED,
        (C.APPROVED, "query"): C.QUERIED,
        (C.APPROVED, "pay"): C.PAID,
    },
)
PAYMENT = Lifecycle("payment", {(P.MADE, "settle"): P.PAID, (P.MADE, "cancel"): P.CANCELLED})
