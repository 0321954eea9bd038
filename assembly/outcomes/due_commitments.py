"""The due-check of commitments, registered with the clock."""

from assembly.clock import register_due_check
from assembly.outcomes.services.commitment_reminders import watch_commitments

register_due_check("outcomes.commitments", watch_commitments)
