"""The due-check of automatic placement, registered with the clock."""

from assembly.clock import register_due_check
from scheduling.services.plan_worker import fail_silent_placements

register_due_check("scheduling.silent_placements", fail_silent_placements)
