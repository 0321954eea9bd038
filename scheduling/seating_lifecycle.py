"""The legal moves of seating plans and of the computations that make them."""

from assembly.lifecycle import Lifecycle
from scheduling.enums_tables import JobState as J
from scheduling.enums_tables import PlanState as S

PLAN = Lifecycle(
    "seating_plan",
    moves={
        (S.DRAFT, "use"): S.IN_USE,
        # Another plan of the session takes its place, or the session needs none.
        (S.IN_USE, "supersede"): S.SUPERSEDED,
        (S.DRAFT, "set_aside"): S.SUPERSEDED,
        # A plan that was set aside too soon comes back.
        (S.SUPERSEDED, "use"): S.IN_USE,
    },
)

JOB = Lifecycle(
    "seating_job",
    moves={
        # The worker's claim is a conditional update (services/seating_jobs.py); it obeys this row.
        (J.PENDING, "claim"): J.RUNNING,
        (J.PENDING, "cancel"): J.CANCELLED,
        (J.PENDING, "fail"): J.FAILED,
        (J.RUNNING, "complete"): J.COMPLETED,
        (J.RUNNING, "cancel"): J.CANCELLED,
        (J.RUNNING, "fail"): J.FAILED,
    },
)

UNDER_WAY = (J.PENDING, J.RUNNING)
