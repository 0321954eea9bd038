"""The due-check of answers, registered with the clock."""

from assembly.clock import register_due_check
from assembly.outcomes.services.answer_reminders import watch_answers

register_due_check("outcomes.answers", watch_answers)
