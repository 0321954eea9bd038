"""What automatic placement holds about people: nothing but keys of items."""

from assembly.personal_data import Declaration, declare
from scheduling.models import PlacementJob

declare(Declaration(PlacementJob, impersonal=("parameters", "result")))
