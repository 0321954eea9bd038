"""Record that names left the house: the list of attendance, or the codes of members."""

from datetime import datetime

from django.db import transaction

from assembly.models import Assembly, User
from assembly.services.record import record_event


@transaction.atomic
def record_attendance_export(
    *, assembly: Assembly, what: str, people: int, purpose: str, actor: User, now: datetime
) -> None:
    """Write who took how many people's names away, and what for, before they are."""
    record_event(
        what,
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"people": people, "purpose": purpose},
    )
