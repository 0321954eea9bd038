"""Send what waits in the outbox, each message at most once without a person's word.

A message is claimed in a transaction of its own before the mail server or the gateway of text messages hears of it, and
marked after. Whoever dies in between leaves it "being sent"; the clock makes that "not known" after ten minutes, and a
person decides.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from assembly.background import queue_task
from assembly.enums import MailingState, MessageState
from assembly.errors import HouseError
from assembly.mailing_lifecycle import MESSAGE
from assembly.models import Mailing, OutboxMessage
from assembly.services.carriers import Carrier, CarrierAway, CarrierRefused, CarrierSilent, carrier_of
from assembly.services.late_values import text_that_leaves
from assembly.services.mailings import SEND, cancel_erased

SILENCE = timedelta(minutes=10)
BEAT = timedelta(seconds=30)
ASK_AGAIN = timedelta(minutes=2)
PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
_log = structlog.get_logger(__name__)


def send_mailing(mailing_id: int, *, clock: Callable[[], datetime]) -> int:
    """Send what is due of an approved mailing and return how many messages left.

    A carrier that cannot be reached leaves everything waiting: the clock asks again.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    cancel_erased(mailing, clock())
    sent, beat, carrier = 0, None, carrier_of(mailing.channel)
    try:
        while (message := _next_due(mailing, clock())) is not None:
            carrier.open()
            now = clock()
            if beat is None or now - beat >= BEAT:
                Mailing.objects.filter(pk=mailing_id).update(beat_at=now)
                beat = now
            if _claim(message, now):
                sent += _send(message, carrier, clock)
    except CarrierAway as error:
        _log.warning("carrier_unreachable", channel=mailing.channel, error=str(error))
    finally:
        carrier.close()
    return sent


def continue_sending(now: datetime) -> int:
    """Make messages of silent workers unknown, and ask a worker again where messages wait. Return how many."""
    lost = OutboxMessage.objects.filter(state=MessageState.SENDING, claimed_at__lte=now - SILENCE).update(
        state=MESSAGE.target(MessageState.SENDING, "lose"), ended_at=now
    )
    # One that the server put off while its mailing was cancelled.
    OutboxMessage.objects.filter(state=MessageState.PENDING, mailing__state=MailingState.CANCELLED).update(
        state=MESSAGE.target(MessageState.PENDING, "cancel"), ended_at=now
    )
    waiting = OutboxMessage.objects.by_machine().filter(state=MessageState.PENDING, due_at__lte=now)
    is_quiet = Q(beat_at=None) | Q(beat_at__lte=now - ASK_AGAIN)
    mailings = Mailing.objects.filter(is_quiet, state=MailingState.APPROVED, pk__in=waiting.values("mailing"))
    asked = 0
    for pk in list(mailings.values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two clocks only one finds the row quiet.
            if Mailing.objects.filter(is_quiet, pk=pk).update(beat_at=now):
                queue_task(SEND, pk)
                asked += 1
    return lost + asked


def _next_due(mailing: Mailing, now: datetime) -> OutboxMessage | None:
    due = OutboxMessage.objects.by_machine().filter(
        mailing=mailing, mailing__state=MailingState.APPROVED, state=MessageState.PENDING, due_at__lte=now
    )
    waiting = due.exclude(email="", phone="").select_related("mailing")
    return waiting.order_by("number").first()


def _claim(message: OutboxMessage, now: datetime) -> bool:
    """Take a message for this worker alone; False where another one was faster or it was cancelled."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk,
        state=MessageState.PENDING,
        attempts=message.attempts,
        email=message.email,
        phone=message.phone,
    )
    target = MESSAGE.target(MessageState.PENDING, "claim")
    message.attempts += 1
    return mine.update(state=target, claimed_at=now, attempts=F("attempts") + 1) == 1


def _send(message: OutboxMessage, carrier: Carrier, clock: Callable[[], datetime]) -> int:
    try:
        text = text_that_leaves(message, clock())
    except HouseError as refused:
        _mark(message, "refuse", clock(), error=str(refused)[:300])
        return 0
    try:
        carrier.carry(message, text)
    except CarrierRefused as refused:
        if refused.is_temporary and message.attempts < MOST_ATTEMPTS:
            due = clock() + PAUSE * 2 ** (message.attempts - 1)
            _mark(message, "postpone", None, error=refused.reason, due_at=due)
        else:
            _mark(message, "refuse", clock(), error=refused.reason)
    except CarrierSilent as error:
        _mark(message, "lose", clock(), error=str(error))
    else:
        _mark(message, "deliver", clock())
        return 1
    return 0


def _mark(message: OutboxMessage, verb: str, ended_at: datetime | None, **fields: object) -> None:
    """Write down what became of this attempt, unless the clock or a person was faster."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
    changes = {"error": "", **fields}
    if not mine.exclude(email="", phone="").update(
        state=MESSAGE.target(MessageState.SENDING, verb), ended_at=ended_at, **changes
    ):
        # Erased while it was on its way: its fate is kept, the server's answer may name the person.
        mine.update(state=MESSAGE.target(MessageState.SENDING, verb), ended_at=ended_at)
