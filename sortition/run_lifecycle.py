"""The lifecycle of a selection run."""

from assembly.lifecycle import Lifecycle
from sortition.enums import RunState

RUN = Lifecycle(
    "selection_run",
    moves={
        # The worker's claim is a conditional update (services/runs_worker.py); it obeys this row.
        (RunState.PENDING, "claim"): RunState.RUNNING,
        (RunState.PENDING, "cancel"): RunState.CANCELLED,
        (RunState.PENDING, "fail"): RunState.FAILED,
        (RunState.RUNNING, "complete"): RunState.COMPLETED,
        (RunState.RUNNING, "find_infeasible"): RunState.INFEASIBLE,
        (RunState.RUNNING, "cancel"): RunState.CANCELLED,
        (RunState.RUNNING, "fail"): RunState.FAILED,
    },
)

UNDER_WAY = (RunState.PENDING, RunState.RUNNING)
