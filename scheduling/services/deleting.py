"""Delete what nothing uses."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.pointing_rows import deleting
from assembly.services.record import record_event
from scheduling.errors import InUse
from scheduling.selectors.in_use import in_use_sentence


@transaction.atomic
def delete_unused(
    *, thing: Any, event: str, assembly: Assembly, actor: User, now: datetime, number: int | None = None
) -> None:
    """Delete a venue, a room, a session or a person, with what belongs to it alone.

    Raises:
        InUse: something points at it, with a sentence that says where; or somebody else has deleted it.
    """
    # Whoever changes the row waits. Whoever points at it does not: a lock that stopped them would be held while this
    # waits for the record, which they hold until their commit has looked at the row.
    locked = (
        type(thing)._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=thing.pk).first()
    )
    if locked is None:
        raise InUse(_("Somebody else has deleted it already."))
    if sentence := in_use_sentence(locked):
        raise InUse(sentence)
    details = {"number": number} if number is not None else {}
    record_event(event, obj=locked, assembly=assembly, actor=actor, now=now, details=details)
    with deleting(
        lambda: InUse(in_use_sentence(locked) or _("Something began to use it at the same moment."))
    ):
        locked.delete()
