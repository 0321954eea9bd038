"""The lifecycle of an automatic placement."""

from assembly.lifecycle import Lifecycle
from scheduling.enums import PlacementState as S

PLACEMENT = Lifecycle(
    "placement",
    moves={
        # The worker's claim is a conditional update (services/plan_jobs.py); it obeys this row.
        (S.PENDING, "claim"): S.RUNNING,
        (S.PENDING, "cancel"): S.CANCELLED,
        (S.PENDING, "fail"): S.FAILED,
        (S.RUNNING, "propose"): S.PROPOSED,
        (S.RUNNING, "cancel"): S.CANCELLED,
        (S.RUNNING, "fail"): S.FAILED,
        (S.PROPOSED, "apply"): S.APPLIED,
        (S.PROPOSED, "discard"): S.DISCARDED,
    },
)

UNDER_WAY = (S.PENDING, S.RUNNING)
