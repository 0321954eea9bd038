"""The legal moves of recommendations, amendments and minority statements."""

from assembly.lifecycle import Lifecycle
from assembly.outcomes.enums import AmendmentState as A
from assembly.outcomes.enums import MinorityState as M
from assembly.outcomes.enums import RecommendationState as R
from assembly.outcomes.recommendation_gates import RECOMMENDATION_GATES

RECOMMENDATION = Lifecycle(
    "recommendation",
    {
        (R.IDEA, "draft"): R.DRAFTED,
        (R.DRAFTED, "open_amendments"): R.UNDER_AMENDMENT,
        (R.UNDER_AMENDMENT, "close_amendments"): R.DRAFTED,
        (R.DRAFTED, "freeze"): R.FROZEN,
        (R.UNDER_AMENDMENT, "freeze"): R.FROZEN,
        # A frozen text may be opened again until a ballot on it is opened; what was frozen stays among the versions.
        (R.FROZEN, "unfreeze"): R.DRAFTED,
        (R.FROZEN, "ballot"): R.BALLOTED,
        (R.BALLOTED, "adopt"): R.ADOPTED,
        (R.BALLOTED, "reject"): R.NOT_ADOPTED,
        # The vote was void (too few were present, or a tie): it is put to the vote again.
        (R.BALLOTED, "repeat"): R.FROZEN,
        (R.IDEA, "withdraw"): R.WITHDRAWN,
        (R.DRAFTED, "withdraw"): R.WITHDRAWN,
        (R.UNDER_AMENDMENT, "withdraw"): R.WITHDRAWN,
        (R.FROZEN, "withdraw"): R.WITHDRAWN,
        (R.ADOPTED, "submit"): R.SUBMITTED,
        (R.SUBMITTED, "respond"): R.RESPONDED,
        (R.RESPONDED, "follow_up"): R.IN_FOLLOW_UP,
        (R.RESPONDED, "close"): R.CLOSED,
        (R.IN_FOLLOW_UP, "close"): R.CLOSED,
        # A revised answer may promise more.
        (R.CLOSED, "follow_up"): R.IN_FOLLOW_UP,
    },
    gates=RECOMMENDATION_GATES,
)
AMENDMENT = Lifecycle(
    "amendment",
    {
        (A.PROPOSED, "discuss"): A.DISCUSSED,
        (A.PROPOSED, "adopt"): A.ADOPTED,
        (A.DISCUSSED, "adopt"): A.ADOPTED,
        (A.PROPOSED, "reject"): A.NOT_ADOPTED,
        (A.DISCUSSED, "reject"): A.NOT_ADOPTED,
        (A.PROPOSED, "withdraw"): A.WITHDRAWN,
        (A.DISCUSSED, "withdraw"): A.WITHDRAWN,
    },
)
MINORITY = Lifecycle(
    "minority_statement",
    {
        (M.DRAFT, "publish"): M.PUBLISHED,
        (M.DRAFT, "withdraw"): M.WITHDRAWN,
    },
)
