"""Sortition's due-checks, registered with the clock."""

from assembly.clock import register_due_check
from sortition.services.runs_stale import fail_stale_runs

register_due_check("sortition.stale_runs", fail_stale_runs)
