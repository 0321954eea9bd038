"""Delete what nothing uses."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.errors import InUse
from scheduling.selectors.in_use import in_use_sentence


@transaction.atomic
def delete_unused(
    *, thing: Any, event: str, assembly: Assembly, actor: User, now: datetime, number: int | None = None
) -> None:
    """Delete a venue, a room, a session or a person, with what belongs to it alone.

    Raises:
        InUse: something points at it, with a sentence that says where.
    """
    # Whoever would point at the row waits for this lock, and is refused once the row is gone.
    locked = type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    if sentence := in_use_sentence(locked):
        raise InUse(sentence)
    details = {"number": number} if number is not None else {}
    record_event(event, obj=locked, assembly=assembly, actor=actor, now=now, details=details)
    try:
        locked.delete()
    except ProtectedError as refused:
        raise InUse(in_use_sentence(locked) or str(refused.args[0])) from refused
