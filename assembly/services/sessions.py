"""End sessions from the administrator's shell: somebody has left, lost a device, or nobody knows who is in."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from assembly.errors import ReasonMissing
from assembly.models import User
from assembly.services.record import record_event


def end_sessions_of(user: User, now: datetime) -> int:
    """Sign one account out everywhere, inside the caller's transaction; return from how many browsers."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    return ended


@transaction.atomic
def end_sessions(*, user: User | None, reason: str, now: datetime) -> int:
    """Sign an account out everywhere, or everybody; return how many sessions ended.

    Raises:
        ReasonMissing: the reason is blank.
    """
    if not reason.strip():
        raise ReasonMissing("Say why. It stands in the record.")
    if user is None:
        ended, _by_model = Session.objects.all().delete()
    else:
        ended = end_sessions_of(user, now)
    details = {"sessions": ended, "reason": reason.strip()}
    if user is None:
        record_event(
            "platform.everybody_signed_out", obj=None, assembly=None, actor=None, now=now, details=details
        )
    else:
        record_event("account.signed_out", obj=user, assembly=None, actor=None, now=now, details=details)
    return int(ended)
