"""The due-check of welfare calls, registered with the clock."""

from assembly.clock import register_due_check
from assembly.evaluation.services.welfare_reminders import watch_calls

register_due_check("evaluation.welfare", watch_calls)
