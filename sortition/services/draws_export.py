"""Record what of a draw left the house that outsiders do not see."""

from datetime import datetime

from django.db import transaction

from assembly.models import User
from assembly.services.record import record_event
from sortition.models import Draw


@transaction.atomic
def record_draw_export(
    *, draw: Draw, what: str, people: int, purpose: str, actor: User, now: datetime
) -> None:
    """Write into the record who took the auditor’s file or the volunteers’ letters away, and what for."""
    record_event(
        f"draw.{what}_exported",
        obj=draw,
        assembly=draw.assembly,
        actor=actor,
        now=now,
        details={"number": draw.number, "people": people, "purpose": purpose},
    )
