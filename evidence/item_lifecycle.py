"""The legal moves of an evidence item."""

from assembly.lifecycle import Lifecycle
from evidence.enums import ItemState as S
from evidence.item_gates import ITEM_GATES

ITEM = Lifecycle(
    "evidence",
    {
        (S.REQUESTED, "submit"): S.SUBMITTED,
        (S.SUBMITTED, "send_back"): S.REQUESTED,
        (S.SUBMITTED, "review"): S.BALANCE_REVIEW,
        (S.BALANCE_REVIEW, "send_back"): S.REQUESTED,
        (S.BALANCE_REVIEW, "pass_review"): S.PLAIN_LANGUAGE,
        (S.PLAIN_LANGUAGE, "review_again"): S.BALANCE_REVIEW,
        (S.PLAIN_LANGUAGE, "approve"): S.APPROVED,
        (S.APPROVED, "reopen"): S.PLAIN_LANGUAGE,
        (S.APPROVED, "release"): S.RELEASED,
        (S.RELEASED, "publish"): S.PUBLISHED,
        # The corrected text passed its gates as a draft version of its own, which is released by this.
        (S.RELEASED, "correct"): S.RELEASED,
        (S.PUBLISHED, "correct"): S.CORRECTED,
        (S.CORRECTED, "correct"): S.CORRECTED,
        # What members read stays; the draft of its correction is gone.
        (S.RELEASED, "drop"): S.RELEASED,
        (S.PUBLISHED, "drop"): S.PUBLISHED,
        (S.CORRECTED, "drop"): S.CORRECTED,
        **{(state, "withdraw"): S.WITHDRAWN for state in S if state != S.WITHDRAWN},
    },
    gates=ITEM_GATES,
)
