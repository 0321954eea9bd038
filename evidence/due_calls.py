"""The due-check of the call for submissions, registered with the clock."""

from assembly.clock import register_due_check
from evidence.services.calls import close_due_calls

register_due_check("evidence.calls", close_due_calls)
