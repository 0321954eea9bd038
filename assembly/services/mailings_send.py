"""Send what waits in the outbox, each message at most once without a person's word.

A message is claimed in a transaction of its own before the mail server hears of it, and marked after. Whoever dies in
between leaves it "being sent"; the clock makes that "not known" after ten minutes, and a person decides.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from assembly.audiences import audience_of
from assembly.background import queue_task
from assembly.enums import MailingState, MessageState
from assembly.errors import HouseError
from assembly.mailing_lifecycle import MESSAGE
from assembly.models import Mailing, OutboxMessage
from assembly.placeholders import fill_known, placeholders_in
from assembly.services.mailings import SEND

SILENCE = timedelta(minutes=10)
BEAT = timedelta(seconds=30)
ASK_AGAIN = timedelta(minutes=2)
PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
_TEMPORARY = range(400, 500)
_log = structlog.get_logger(__name__)


def send_mailing(mailing_id: int, *, clock: Callable[[], datetime]) -> int:
    """Send what is due of an approved mailing and return how many messages left.

    A mail server that cannot be reached leaves everything waiting: the clock asks again.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    _cancel_erased(mailing, clock())
    sent, beat, connection = 0, None, get_connection()
    try:
        while (message := _next_due(mailing, clock())) is not None:
            connection.open()
            now = clock()
            if beat is None or now - beat >= BEAT:
                Mailing.objects.filter(pk=mailing_id).update(beat_at=now)
                beat = now
            if _claim(message, now):
                sent += _send(mailing, message, connection, clock)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("mail_server_unreachable", error=type(error).__name__)
    finally:
        _close(connection)
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
    waiting = OutboxMessage.objects.filter(state=MessageState.PENDING, due_at__lte=now)
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


def _cancel_erased(mailing: Mailing, now: datetime) -> None:
    """Cancel what waits for people who were erased meanwhile."""
    target = MESSAGE.target(MessageState.PENDING, "cancel")
    mailing.messages.filter(state=MessageState.PENDING, email="").update(state=target, ended_at=now)


def _next_due(mailing: Mailing, now: datetime) -> OutboxMessage | None:
    due = OutboxMessage.objects.filter(
        mailing=mailing, mailing__state=MailingState.APPROVED, state=MessageState.PENDING, due_at__lte=now
    )
    return due.exclude(email="").order_by("number").first()


def _claim(message: OutboxMessage, now: datetime) -> bool:
    """Take a message for this worker alone; False where another one was faster or it was cancelled."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk, state=MessageState.PENDING, attempts=message.attempts, email=message.email
    )
    target = MESSAGE.target(MessageState.PENDING, "claim")
    message.attempts += 1
    return mine.update(state=target, claimed_at=now, attempts=F("attempts") + 1) == 1


def _body_of(mailing: Mailing, message: OutboxMessage, now: datetime) -> str:
    """Return the text as it leaves; what is made for this moment, a personal link say, is kept nowhere."""
    late = audience_of(mailing.audience).late
    if late is None or not placeholders_in(message.body):
        return message.body
    return fill_known(message.body, late(message.about_id, now))


def _send(
    mailing: Mailing, message: OutboxMessage, connection: BaseEmailBackend, clock: Callable[[], datetime]
) -> int:
    try:
        body = _body_of(mailing, message, clock())
    except HouseError as refused:
        _mark(message, "refuse", clock(), error=str(refused)[:300])
        return 0
    mail = EmailMessage(
        message.subject,
        body,
        None,
        [message.email],
        headers={"Message-ID": message.message_id},
        connection=connection,
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        _mark_refused(message, code, answer, clock())
    except smtplib.SMTPResponseException as error:
        _mark_refused(message, error.smtp_code, error.smtp_error, clock())
    except (OSError, smtplib.SMTPException) as error:
        # The line broke while they were talking: the server may have taken the message.
        _close(connection)
        _mark(message, "lose", clock(), error=type(error).__name__)
    except ValueError as error:
        # An address or header that cannot be written; nothing has reached the server.
        _mark(message, "refuse", clock(), error=type(error).__name__)
    else:
        _mark(message, "deliver", clock())
        return 1
    return 0


def _mark_refused(message: OutboxMessage, code: int, answer: bytes | str, now: datetime) -> None:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    reason = f"{code} {text}"[:300]
    if code in _TEMPORARY and message.attempts < MOST_ATTEMPTS:
        due = now + PAUSE * 2 ** (message.attempts - 1)
        _mark(message, "postpone", None, error=reason, due_at=due)
    else:
        _mark(message, "refuse", now, error=reason)


def _mark(message: OutboxMessage, verb: str, ended_at: datetime | None, **fields: object) -> None:
    """Write down what became of this attempt, unless the clock or a person was faster."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENDING, attempts=message.attempts)
    changes = {"error": "", **fields}
    if not mine.exclude(email="").update(
        state=MESSAGE.target(MessageState.SENDING, verb), ended_at=ended_at, **changes
    ):
        # Erased while it was on its way: its fate is kept, the server's answer may name the person.
        mine.update(state=MESSAGE.target(MessageState.SENDING, verb), ended_at=ended_at)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        _log.info("mail_server_left", error=type(error).__name__)
