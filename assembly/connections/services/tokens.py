"""Make and end access tokens. The record never holds a secret, or a part of one."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.connections.access_secrets import digest_of
from assembly.connections.enums_tokens import LEAST_DAYS, MOST_DAYS, TOKEN_ROLES, TokenState
from assembly.connections.errors_tokens import TokenRefused
from assembly.connections.models import AccessToken
from assembly.connections.token_lifecycle import TOKEN
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event


@dataclass(frozen=True, slots=True)
class WantedToken:
    """What a token is for, as which role it reads, and its last day."""

    purpose: str
    role: str
    expires_on: date


@transaction.atomic
def make_token(
    *,
    assembly: Assembly,
    wanted: WantedToken,
    secret: str,
    form_token: uuid.UUID,
    actor: User,
    now: datetime,
) -> AccessToken | None:
    """Keep the digest of a secret that the caller shows once; None where the same form came before.

    Raises:
        TokenRefused: the role reads nothing by the API, or the last day is too near or too far.
    """
    Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=assembly.pk)
    tokens = AccessToken.objects.filter(assembly=assembly)
    if AccessToken.objects.filter(form_token=form_token).exists():
        return None
    if wanted.role not in TOKEN_ROLES:
        raise TokenRefused(_("This role reads nothing by the API."), code="role_reads_nothing")
    days = wanted.expires_on - timezone.localdate(now)
    if not timedelta(days=LEAST_DAYS) <= days <= timedelta(days=MOST_DAYS):
        raise TokenRefused(_("Choose a last day from tomorrow to a year from now."), code="days_out_of_range")
    token = AccessToken.objects.create(
        assembly=assembly,
        number=(tokens.aggregate(last=Max("number"))["last"] or 0) + 1,
        purpose=wanted.purpose,
        role=wanted.role,
        digest=digest_of(secret),
        last_four=secret[-4:],
        expires_on=wanted.expires_on,
        form_token=form_token,
        made_at=now,
        made_by=actor,
    )
    record_event(
        "token.make",
        obj=token,
        assembly=assembly,
        actor=actor,
        now=now,
        details={
            "number": token.number,
            "role": str(token.role),
            "purpose": token.purpose,
            "expires_on": token.expires_on.isoformat(),
        },
    )
    return token


@transaction.atomic
def end_token(*, token: AccessToken, reason: str, actor: User, now: datetime) -> AccessToken:
    """End a token at once: the next request with it is refused.

    Raises:
        IllegalMove: it is over already.
        TokenRefused: no reason was given.
    """
    if not reason:
        raise TokenRefused(_("Say why."), code="reason_missing")
    return move(
        TOKEN,
        token,
        "end",
        assembly=token.assembly,
        actor=actor,
        now=now,
        reason=reason,
        details={"number": token.number},
        changes={"ended_at": now, "ended_by": actor, "reason": reason},
    )


def expire_tokens(now: datetime) -> int:
    """Note which tokens have come to their end; answer of how many. They let nobody in from that moment anyway."""
    over = AccessToken.objects.filter(state=TokenState.ACTIVE, expires_on__lt=timezone.localdate(now))
    return sum(_expire(pk, now) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    # Somebody may have ended it since it was found.
    token = AccessToken.objects.select_for_update(no_key=True).filter(pk=pk, state=TokenState.ACTIVE).first()
    if token is None:
        return False
    move(
        TOKEN,
        token,
        "expire",
        assembly=token.assembly,
        actor=None,
        now=now,
        details={"number": token.number},
        changes={"ended_at": now},
    )
    return True


def note_use(*, token: AccessToken, today: date) -> None:
    """Note the day on which a token was last used: one write a day, and none that waits for another of the same."""
    if token.last_used_on is None or token.last_used_on < today:
        AccessToken.objects.filter(pk=token.pk).exclude(last_used_on=today).update(last_used_on=today)
        token.last_used_on = today
