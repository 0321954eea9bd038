"""Let somebody who has lost telephone, key and recovery codes set up a second factor anew."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from assembly.errors import ReasonMissing
from assembly.models import User
from assembly.services.record import record_event
from assembly.services.sessions import end_sessions_of


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, now: datetime) -> int:
    """Take away every second factor of an account, sign it out everywhere, and return how many were taken.

    The person signs in with the password alone next, and sees nothing before they have set up a new one.

    Raises:
        ReasonMissing: the reason is blank.
    """
    if not reason.strip():
        raise ReasonMissing("Say why. It stands in the record.")
    taken, _by_model = Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user, now)
    record_event(
        "account.second_factor_reset",
        obj=user,
        assembly=None,
        actor=None,
        now=now,
        details={"factors": taken, "reason": reason.strip()},
    )
    return int(taken)
