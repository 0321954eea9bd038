"""Reads of what was done to a programme."""

from assembly.models import Assembly
from scheduling.models import PlanChange


def last_change(assembly: Assembly) -> PlanChange | None:
    """Return the last act that was not undone."""
    changes = PlanChange.objects.filter(assembly=assembly, undone_at=None)
    return changes.select_related("made_by").order_by("-number").first()
