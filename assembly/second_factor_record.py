"""Keep in the record when a second factor changes. The acts are allauth's, so its signals are the way in."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from assembly.models import User
from assembly.services.record import record_event


@receiver(signals.authenticator_added)
def record_added(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Note which kind was added."""
    _record("account.second_factor_added", user, authenticator)


@receiver(signals.authenticator_removed)
def record_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Note which kind was removed."""
    _record("account.second_factor_removed", user, authenticator)


@receiver(signals.authenticator_reset)
def record_renewed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Note that recovery codes were made anew."""
    _record("account.second_factor_renewed", user, authenticator)


@transaction.atomic
def _record(what: str, user: User, authenticator: Authenticator) -> None:
    record_event(
        what,
        obj=user,
        assembly=None,
        actor=user,
        now=timezone.now(),
        details={"kind": str(authenticator.type)},
    )
