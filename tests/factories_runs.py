"""Makers of selection runs in every state, on a small pool that the real engine solves in a blink."""

import random
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat

from assembly.models import Assembly
from sortition.enums import Objective, RunState
from sortition.models import SelectionRun
from sortition.services.runs import start_run
from sortition.services.runs_worker import do_run
from tests.factories import NOON, UserFactory
from tests.factories_targets import make_people, make_targets

SEATS = 4


def make_pool(assembly: Assembly) -> None:
    """Give `assembly` four seats, two categories, and twelve people of whom two share a household."""
    assembly.seats = SEATS
    assembly.save(update_fields=["seats"])
    values = make_targets(
        assembly,
        **{"⟪Age⟫": {"⟪young⟫": (2, 2), "⟪old⟫": (2, 2)}, "⟪Area⟫": {"⟪north⟫": (1, 3), "⟪south⟫": (1, 3)}},
    )
    young, old, north, south = values.values()
    make_people(assembly, 2, young, north)
    make_people(assembly, 1, young, south)
    make_people(assembly, 4, old, north)
    make_people(assembly, 2, old, south, household="the mill")
    make_people(assembly, 3, old, south)
    marked = Concat(Value("⟪"), "reference", Value("⟫"))
    assembly.respondents.update(reference=marked)


def make_run(assembly: Assembly, state: str = RunState.PENDING, **fields: Any) -> SelectionRun:
    """Start a run on the assembly's pool (made where there is none) and bring it to `state`."""
    if not assembly.respondents.exists():
        make_pool(assembly)
        assembly.refresh_from_db()
    options: dict[str, Any] = {"actor": UserFactory(), "objective": Objective.LEXIMIN, "seed": 0} | fields
    run = start_run(assembly=assembly, now=NOON, source=random.Random(7), **options)
    if state == RunState.COMPLETED:
        do_run(run.pk, clock=lambda: NOON)
    elif state != RunState.PENDING:
        SelectionRun.objects.filter(pk=run.pk).update(state=state, started_at=NOON, **STATES[state])
    run.refresh_from_db()
    return run


STATES: dict[str, dict[str, Any]] = {
    RunState.RUNNING: {
        "heartbeat_at": NOON,
        "progress": {
            "phase": "panels",
            "phases": ["reading", "panels"],
            "done": 3,
            "total": 9,
            "panels": 3,
            "lowest": 0.2,
        },
    },
    RunState.INFEASIBLE: {
        "finished_at": NOON,
        "error": {
            "code": "quotas_infeasible",
            "causes": [
                {
                    "code": "too_few_people_for_minimum",
                    "params": {"category": "⟪Age⟫", "value": "⟪young⟫", "minimum": 2, "available": 1},
                    "bounds": [["⟪Age⟫", "⟪young⟫", "minimum"]],
                }
            ],
            "repairs": [{"cost": 1.5, "changes": [["⟪Age⟫", "⟪young⟫", "minimum", 2, 1], [4, 3]]}],
        },
    },
    RunState.FAILED: {"finished_at": NOON, "error": {"code": "worker_stopped", "params": {}}},
    RunState.CANCELLED: {"finished_at": NOON, "cancel_requested_at": NOON},
}
