"""What is done to one respondent by hand, and the record of what left the house."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.models import Respondent
from sortition.respondent_lifecycle import RESPONDENT


def withdraw_respondent(*, respondent: Respondent, reason: str, actor: User, now: datetime) -> Respondent:
    """Take a person out of the pool for good, with a reason that is kept in the record.

    Raises:
        HouseError: the reason is blank.
        IllegalMove: they have withdrawn already or are erased.
    """
    if not reason.strip():
        raise HouseError(_("Say why."), code="no_reason")
    return move(
        RESPONDENT,
        respondent,
        "withdraw",
        assembly=respondent.assembly,
        actor=actor,
        now=now,
        reason=reason.strip(),
    )


@transaction.atomic
def record_pool_export(
    *, assembly: Assembly, count: int, file_format: str, actor: User, now: datetime
) -> None:
    """Write down that respondents' data left the house: how many people, in which format."""
    record_event(
        "pool.exported",
        assembly=assembly,
        actor=actor,
        now=now,
        details={"respondents": count, "format": file_format},
    )
