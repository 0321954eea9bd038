"""Make, change, pause, end and try webhooks, and renew their secrets."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.connections.enums_webhooks import WAITING, Trouble, WebhookState
from assembly.connections.errors_webhooks import SecretUnreadable, WebhookRefused
from assembly.connections.models import Delivery, Webhook
from assembly.connections.selectors.webhooks import webhooks_in_use
from assembly.connections.services.webhook_outbox import WORK, queue_next
from assembly.connections.webhook_kinds import TEST
from assembly.connections.webhook_lifecycle import DELIVERY, WEBHOOK
from assembly.connections.webhook_secrets import sealed, unsealed
from assembly.connections.webhook_signing import SECRET_BYTES, secret_text
from assembly.errors import ChangedMeanwhile
from assembly.lifecycle import move
from assembly.models import Assembly, User
from assembly.services.record import record_event

MOST = 20
"""Webhooks of one assembly that are not ended."""
BOTH_SIGN = timedelta(hours=24)
"""So long after a new secret was made the one before it signs too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a webhook is to be. site: where the public pages are, with a slash at the end."""

    address: str
    purpose: str
    kinds: Sequence[str]
    site: str


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook and its new secret, which nobody is shown again; "" where the form had been sent before."""

    webhook: Webhook
    secret: str


@transaction.atomic
def make_webhook(*, assembly: Assembly, wanted: Wanted, token: uuid.UUID, actor: User, now: datetime) -> Made:
    """Make a webhook that is told of what happens from now on; the same form sent twice is one webhook.

    Raises:
        WebhookRefused: there are too many.
    """
    Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=assembly.pk)
    if known := Webhook.objects.filter(token=token, assembly=assembly).first():
        return Made(known, "")
    if webhooks_in_use(assembly).count() >= MOST:
        raise WebhookRefused(
            _("An assembly has %(most)s webhooks at most. End one first.") % {"most": MOST}, code="too_many"
        )
    secret = secret_text(secrets.token_bytes(SECRET_BYTES))
    last = Webhook.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"] or 0
    webhook = Webhook.objects.create(
        assembly=assembly,
        number=last + 1,
        address=wanted.address,
        purpose=wanted.purpose,
        kinds=list(wanted.kinds),
        site=wanted.site,
        secret=sealed(secret),
        token=token,
        made_at=now,
        made_by=actor,
    )
    event = record_event(
        "webhook.make",
        obj=webhook,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"number": webhook.number, "host": webhook.host, "kinds": len(webhook.kinds)},
    )
    # From here to the commit nobody else writes an entry: what has a later number is told, what has an earlier is not.
    webhook.seen_number = event.number
    webhook.save(update_fields=["seen_number"])
    return Made(webhook, secret)


@transaction.atomic
def change_webhook(*, webhook: Webhook, wanted: Wanted, seen: str, actor: User, now: datetime) -> Webhook:
    """Change address, purpose and kinds; what happened before is told by the kinds that held then.

    seen: the `mark_of` the webhook that the form began with.

    Raises:
        WebhookRefused: it was ended.
        ChangedMeanwhile: somebody else has changed it since.
    """
    locked = _locked(webhook)
    if locked.state == WebhookState.ENDED:
        raise WebhookRefused(_("This webhook was ended. Make a new one."), code="ended")
    kinds = list(wanted.kinds)
    if (locked.address, locked.purpose, sorted(locked.kinds)) == (
        wanted.address,
        wanted.purpose,
        sorted(kinds),
    ):
        return locked
    if mark_of(locked) != seen:
        raise ChangedMeanwhile(
            _("Somebody else has changed this webhook since you opened it. Look at it again.")
        )
    before = locked.host
    locked.address, locked.purpose, locked.site = wanted.address, wanted.purpose, wanted.site
    record_event(
        "webhook.change",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "from": before, "host": locked.host, "kinds": len(kinds)},
    )
    # Under the lock of the chain, so that no entry falls between the old kinds and the new ones.
    while queue_next(webhook=locked, now=now):
        pass
    locked.kinds = kinds
    locked.save(update_fields=["address", "purpose", "site", "kinds"])
    return locked


def mark_of(webhook: Webhook) -> str:
    """Return what a form began with, to tell whether somebody else has changed it since."""
    said = repr((webhook.address, webhook.purpose, sorted(webhook.kinds)))
    return uuid.uuid5(webhook.token, said).hex


@transaction.atomic
def pause_webhook(*, webhook: Webhook, actor: User, now: datetime) -> Webhook:
    """Stop telling; what happens meanwhile is told when it is resumed.

    Raises:
        IllegalMove: it is not active.
    """
    return _moved(webhook, "pause", actor, now)


@transaction.atomic
def resume_webhook(*, webhook: Webhook, actor: User, now: datetime) -> Webhook:
    """Go on where it stopped: all that waits is tried at once.

    Raises:
        IllegalMove: it is neither paused nor stopped.
    """
    resumed = _moved(webhook, "resume", actor, now, {"stopped_because": "", "failing_since": None})
    Delivery.objects.filter(webhook=resumed, state__in=WAITING).update(next_at=now)
    queue_task(WORK, resumed.pk)
    return resumed


@transaction.atomic
def end_webhook(*, webhook: Webhook, actor: User, now: datetime) -> Webhook:
    """End it for good: its secrets are forgotten, and what waits is given up.

    Raises:
        IllegalMove: it was ended before.
    """
    none = {"stopped_because": "", "secret": "", "former_secret": "", "former_until": None}
    ended = _moved(webhook, "end", actor, now, none)
    for state in WAITING:
        Delivery.objects.filter(webhook=ended, state=state).update(
            state=DELIVERY.target(state, "give_up"), trouble=Trouble.ENDED, next_at=None, ended_at=now
        )
    return ended


@transaction.atomic
def renew_secret(*, webhook: Webhook, keeps_former: bool, actor: User, now: datetime) -> Made:
    """Make a new secret; with `keeps_former` the present one signs too for a day, so that the other side can change.

    Raises:
        WebhookRefused: the webhook was ended.
    """
    locked = _locked(webhook)
    if locked.state == WebhookState.ENDED:
        raise WebhookRefused(_("This webhook was ended. Make a new one."), code="ended")
    secret = secret_text(secrets.token_bytes(SECRET_BYTES))
    keeps_former = keeps_former and _can_be_read(locked.secret)
    locked.former_secret = locked.secret if keeps_former else ""
    locked.former_until = now + BOTH_SIGN if keeps_former else None
    locked.secret = sealed(secret)
    locked.save(update_fields=["secret", "former_secret", "former_until"])
    record_event(
        "webhook.renew_secret",
        obj=locked,
        assembly=locked.assembly,
        actor=actor,
        now=now,
        details={"number": locked.number, "former": keeps_former},
    )
    return Made(locked, secret)


@transaction.atomic
def send_test(*, webhook: Webhook, actor: User, now: datetime) -> None:
    """Record that somebody tries a webhook; this entry goes out like any other, and to this webhook alone.

    Raises:
        WebhookRefused: it is not active.
    """
    locked = _active(webhook)
    record_event(
        TEST, obj=locked, assembly=locked.assembly, actor=actor, now=now, details={"number": locked.number}
    )


@transaction.atomic
def send_again(*, delivery: Delivery, actor: User, now: datetime) -> Delivery:
    """Queue a delivery again, under its name of before: whoever has taken it knows it for the same.

    Raises:
        WebhookRefused: the webhook is not active.
        IllegalMove: the delivery waits already.
    """
    webhook = _active(delivery.webhook)
    locked = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    locked.state = DELIVERY.target(locked.state, "send_again")
    locked.failures, locked.next_at, locked.ended_at, locked.trouble = 0, now, None, ""
    locked.save(update_fields=["state", "failures", "next_at", "ended_at", "trouble"])
    queue_task(WORK, webhook.pk)
    record_event(
        "webhook.send_again",
        obj=webhook,
        assembly=webhook.assembly,
        actor=actor,
        now=now,
        details={"number": webhook.number, "entry": locked.number},
    )
    return locked


def _can_be_read(secret: str) -> bool:
    try:
        unsealed(secret)
    except SecretUnreadable:
        return False
    return True


def _locked(webhook: Webhook) -> Webhook:
    """Lock a webhook. Whoever locks deliveries too, or writes the record, does it after this."""
    return (
        Webhook.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assembly")
        .get(pk=webhook.pk)
    )


def _active(webhook: Webhook) -> Webhook:
    locked = _locked(webhook)
    if locked.state != WebhookState.ACTIVE:
        raise WebhookRefused(_("This webhook is not active. Resume it first."), code="not_active")
    return locked


def _moved(
    webhook: Webhook,
    verb: str,
    actor: User | None,
    now: datetime,
    changes: Mapping[str, object] | None = None,
) -> Webhook:
    return move(
        WEBHOOK,
        webhook,
        verb,
        assembly=webhook.assembly,
        actor=actor,
        now=now,
        details={"number": webhook.number},
        changes=changes,
    )
