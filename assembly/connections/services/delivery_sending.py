"""Send what waits for a webhook: at least once, one after another, by one worker at a time.

A worker takes the webhook for a minute before it sends, and notes what came of it after. One that is killed in between
leaves the delivery waiting; when the minute is over it is sent again, under the same name, by which the other side
knows it. No transaction is open while the other side is spoken to.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

import structlog
from django.db import transaction
from django.db.models import Q

from assembly.background import queue_task
from assembly.connections.delivery_gateway import NotDelivered, post
from assembly.connections.enums_webhooks import StopReason, Trouble, WebhookState
from assembly.connections.errors_webhooks import SecretUnreadable
from assembly.connections.models import Delivery, DeliveryAttempt, Webhook
from assembly.connections.selectors.webhook_messages import message_of
from assembly.connections.selectors.webhooks import next_due
from assembly.connections.services.webhook_outbox import WORK, queue_deliveries
from assembly.connections.services.webhook_stop import stop_webhook
from assembly.connections.webhook_lifecycle import DELIVERY
from assembly.connections.webhook_retries import pause_after
from assembly.connections.webhook_secrets import unsealed
from assembly.connections.webhook_signing import signed_headers

HOLD = timedelta(minutes=1)
"""For so long a worker has a webhook for itself; longer than one message can take."""
TURN = timedelta(seconds=30)
"""After so long a worker lets other work have its turn."""
SOON = timedelta(minutes=2)
"""The clock comes each minute: what is to be tried sooner, a worker is asked for."""
_log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


class Post(Protocol):
    """Hand over one message, as `delivery_gateway.post` does."""

    def __call__(self, address: str, body: bytes, headers: Mapping[str, str]) -> int: ...


def work_on_webhook(webhook_id: int, *, clock: Clock, chance: Random, send: Post = post) -> int:
    """Queue what is new for a webhook, and send what is due; return how many deliveries arrived.

    After a failure the rest waits for the next turn: a machine that does not answer costs ten seconds a turn, not ten
    for each message.
    """
    while queue_deliveries(webhook_id=webhook_id, now=clock()):
        pass
    arrived, end = 0, clock() + TURN
    # Asked anew after the webhook was let go: what another worker queued meanwhile, and could not send because this one
    # had it, is found here.
    while next_due(webhook_id, clock()) is not None:
        hold = _Hold(webhook_id)
        if not hold.take(clock()):
            break
        turn = _Turn(hold, end, clock, chance, send)
        try:
            is_over = turn.send_all(webhook_id)
        finally:
            hold.let_go()
        arrived += turn.arrived
        if is_over:
            break
    return arrived


class _Hold:
    """A webhook taken for one worker; conditional updates decide between two."""

    def __init__(self, webhook_id: int) -> None:
        self._webhooks = Webhook.objects.filter(pk=webhook_id)
        self._until: datetime | None = None

    def take(self, now: datetime) -> bool:
        """Take an active webhook that nobody has."""
        free = Q(held_until=None) | Q(held_until__lte=now)
        self._until = now + HOLD
        mine = self._webhooks.filter(free, state=WebhookState.ACTIVE)
        return bool(mine.update(held_until=self._until, asked_at=None))

    def keep(self, now: datetime) -> bool:
        """Have it for longer; False where it was lost: to a person, or because this machine slept."""
        mine = self._webhooks.filter(held_until=self._until, state=WebhookState.ACTIVE)
        if not mine.update(held_until=now + HOLD):
            return False
        self._until = now + HOLD
        return True

    def let_go(self) -> None:
        """Leave it to others, unless it is theirs already."""
        self._webhooks.filter(held_until=self._until).update(held_until=None)


class _Turn:
    """One turn of a worker at a webhook that it holds."""

    def __init__(self, hold: _Hold, end: datetime, clock: Clock, chance: Random, send: Post) -> None:
        self._hold, self._end, self._clock, self._chance, self._send = hold, end, clock, chance, send
        self.arrived = 0

    def send_all(self, webhook_id: int) -> bool:
        """Send one after another; return whether the turn ends before all that is due was sent."""
        while (delivery := next_due(webhook_id, self._clock())) is not None:
            now = self._clock()
            if now >= self._end:
                with transaction.atomic():
                    queue_task(WORK, webhook_id)
                return True
            if not self._hold.keep(now) or not _attempt(delivery, self._clock, self._chance, self._send):
                return True
            self.arrived += 1
        return False


def _attempt(delivery: Delivery, clock: Clock, chance: Random, send: Post) -> bool:
    """Send one delivery, and note what came of it."""
    webhook = Webhook.objects.select_related("assembly").get(pk=delivery.webhook_id)
    started = clock()
    answer: int | None = None
    wait: timedelta | None = None
    trouble = ""
    try:
        body = message_of(webhook, delivery.event, webhook.assembly)
        headers = signed_headers(
            _secrets_of(webhook, started),
            message_id=delivery.message_id,
            timestamp=int(started.timestamp()),
            body=body,
        )
        answer = send(webhook.address, body, headers)
    except SecretUnreadable:
        trouble = Trouble.SECRET
    except NotDelivered as error:
        trouble, answer, wait = error.trouble, error.answer, error.wait
    now = clock()
    attempt = DeliveryAttempt(
        delivery=delivery,
        at=started,
        answer=answer,
        trouble=trouble,
        milliseconds=max(0, round((now - started).total_seconds() * 1000)),
    )
    _note(delivery, attempt, now, chance, wait)
    _log.info(
        "webhook_delivery", webhook=webhook.pk, delivery=delivery.pk, answer=answer, trouble=str(trouble)
    )
    return not trouble


def _secrets_of(webhook: Webhook, now: datetime) -> list[str]:
    sealed = [webhook.secret] + [webhook.former_secret] * webhook.has_former_secret(now)
    return [unsealed(each) for each in sealed]


@transaction.atomic
def _note(
    delivery: Delivery, attempt: DeliveryAttempt, now: datetime, chance: Random, wait: timedelta | None
) -> None:
    """Keep the attempt, and move the delivery, unless a person was faster (who ended the webhook, say)."""
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=delivery.webhook_id)
    if not Delivery.objects.select_for_update(no_key=True).filter(pk=delivery.pk).exists():
        return  # so old that the clock has removed it
    attempt.save()
    failing = now if attempt.trouble else None
    if bool(webhook.failing_since) != bool(failing):
        webhook.failing_since = failing
        webhook.save(update_fields=["failing_since"])
    verb, pause = "deliver", None
    changes: dict[str, Any] = {"trouble": attempt.trouble, "answer": attempt.answer}
    if attempt.trouble:
        changes["failures"] = delivery.failures + 1
        is_gone = attempt.trouble == Trouble.GONE
        pause = None if is_gone else pause_after(changes["failures"], chance, wait)
        verb = "fail" if pause else "give_up"
    if pause and pause < SOON:
        queue_task(WORK, webhook.pk, after=now + pause)
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state, failures=delivery.failures).update(
        state=DELIVERY.target(delivery.state, verb),
        next_at=now + pause if pause else None,
        ended_at=None if pause else now,
        **changes,
    )
    if attempt.trouble == Trouble.GONE and webhook.state == WebhookState.ACTIVE:
        stop_webhook(webhook=webhook, reason=StopReason.GONE, now=now)
