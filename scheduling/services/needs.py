"""Record that lists of needs leave the house."""

from datetime import datetime

from django.db import transaction

from assembly.models import User
from assembly.services.record import record_event
from scheduling.models import Session


@transaction.atomic
def record_needs_taken(
    *, event: str, session: Session, needs: int, purpose: str, actor: User, now: datetime
) -> None:
    """Write that a list of `needs` was made for the venue ("session.needs_paper") or exported, and what for."""
    record_event(
        event,
        obj=session,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"number": session.number, "needs": needs, "purpose": purpose},
    )
