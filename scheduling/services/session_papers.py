"""Papers with names leave the house: who took them is recorded."""

from datetime import datetime

from django.db import transaction

from assembly.models import User
from assembly.services.record import record_event
from scheduling.models import Session


@transaction.atomic
def record_paper_taken(
    *, session: Session, paper: str, people: int, purpose: str, actor: User, now: datetime
) -> None:
    """Write down which paper somebody took, how many people stand on it, and what for."""
    record_event(
        "programme.paper_taken",
        obj=session,
        assembly=session.assembly,
        actor=actor,
        now=now,
        details={"number": session.number, "paper": paper, "people": people, "purpose": purpose},
    )
