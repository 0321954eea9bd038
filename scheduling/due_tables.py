"""The due-checks of seating plans."""

from assembly.clock import register_due_check
from scheduling.services.seating_jobs import fail_silent_jobs

register_due_check("scheduling.silent_seating", fail_silent_jobs)
