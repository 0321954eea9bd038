"""Tell people without an account by e-mail that what they sent has come: at most once each.

Whoever has no address, or gave another kind, has the number and the address of the page, which they were shown. A
message holds no word that somebody typed, so that nobody can have the house send theirs to strangers.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from assembly.background import queue_task
from assembly.enums import MailingChannel
from assembly.models import OutboxMessage
from assembly.services.carriers import CarrierAway, CarrierRefused, CarrierSilent, carrier_of
from assembly.services.mailings_send import MOST_ATTEMPTS, PAUSE
from evidence.enums import ReceiptState
from evidence.models import Receipt, Submission, Witness

TASK = "evidence.tasks_receipts.send_receipt"
ASK_AGAIN = timedelta(minutes=2)
_OF_SUBMISSIONS = "evidence/mail/submission_received_subject.txt", "evidence/mail/submission_received.txt"
_OF_PROPOSALS = "evidence/mail/proposal_received_subject.txt", "evidence/mail/proposal_received.txt"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """On which page something was sent in: its language, and the site without a path."""

    language: str
    link_base: str


def begin_receipt(of: Submission | Witness, *, page: Page, now: datetime) -> Receipt | None:
    """Queue the message about something that was just sent in, where its author gave an e-mail address."""
    if not is_email(address_of(of)):
        return None
    receipt = Receipt.objects.create(
        submission=of if isinstance(of, Submission) else None,
        witness=of if isinstance(of, Witness) else None,
        language=page.language,
        link_base=page.link_base,
        state_at=now,
    )
    queue_task(TASK, receipt.pk)
    return receipt


def address_of(of: Submission | Witness) -> str:
    """Return what its author gave to be answered at; of a proposal that may be a phone number."""
    return (of.email if isinstance(of, Submission) else of.proposer_contact).strip()


def is_email(address: str) -> bool:
    """Whether an address is one to which an e-mail can go."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def send_receipt(receipt_id: int, *, clock: Callable[[], datetime]) -> bool:
    """Send the message that waits; answer whether it left.

    It is claimed before the mail server hears of it: whoever dies in between leaves it “being sent”, and nobody sends
    it a second time. A server that cannot be reached, or takes nothing now, leaves it waiting: the clock asks again.
    """
    receipt = Receipt.objects.select_related("submission__call__assembly", "witness__assembly").get(
        pk=receipt_id
    )
    carrier = carrier_of(MailingChannel.EMAIL)
    try:
        carrier.open()
        if not _mark(receipt, ReceiptState.WAITING, ReceiptState.SENDING, clock()):
            return False
        message = _message(receipt)
        if message is None:
            _mark(receipt, ReceiptState.SENDING, ReceiptState.FAILED, clock())
            return False
        carrier.carry(message, message.body)
    except CarrierAway as error:
        _log.warning("receipt_not_sent", receipt=receipt_id, error=str(error))
        return False
    except CarrierRefused as refused:
        _put_off(receipt, clock(), is_temporary=refused.is_temporary)
        return False
    except CarrierSilent as error:
        _log.warning("receipt_perhaps_sent", receipt=receipt_id, error=str(error))
        return False
    finally:
        carrier.close()
    return _mark(receipt, ReceiptState.SENDING, ReceiptState.SENT, clock())


def _mark(receipt: Receipt, before: ReceiptState, after: ReceiptState, now: datetime) -> bool:
    mine: QuerySet[Receipt] = Receipt.objects.filter(pk=receipt.pk, state=before)
    return bool(mine.update(state=after, state_at=now))


def _put_off(receipt: Receipt, now: datetime, *, is_temporary: bool) -> None:
    if is_temporary and receipt.attempts + 1 < MOST_ATTEMPTS:
        until = now + PAUSE * 2**receipt.attempts
        mine = Receipt.objects.filter(pk=receipt.pk, state=ReceiptState.SENDING)
        mine.update(state=ReceiptState.WAITING, state_at=until, attempts=receipt.attempts + 1)
    else:
        _mark(receipt, ReceiptState.SENDING, ReceiptState.FAILED, now)


def ask_for_receipts_again(now: datetime) -> int:
    """Queue messages that have waited too long for a worker or for the mail server; answer how many."""
    asked = 0
    waiting = Receipt.objects.filter(state=ReceiptState.WAITING, state_at__lte=now - ASK_AGAIN)
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two clocks only one finds it waiting so long.
            if waiting.filter(pk=pk).update(state_at=now):
                queue_task(TASK, pk)
                asked += 1
    return asked


def _message(receipt: Receipt) -> OutboxMessage | None:
    """Return what leaves, in the language of the page; None where its author was erased meanwhile."""
    of = receipt.submission or receipt.witness
    if of is None or not is_email(address_of(of)):
        return None
    with override(receipt.language):
        if isinstance(of, Submission):
            assembly, texts = of.call.assembly, _OF_SUBMISSIONS
            path = reverse("public_submission", args=[of.token])
        else:
            assembly, texts = of.assembly, _OF_PROPOSALS
            path = reverse("privacy_notice", args=[assembly.slug])
        words = {"assembly": assembly, "number": of.number, "link": f"{receipt.link_base}{path}"}
        subject, body = (render_to_string(template, words) for template in texts)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    # Never saved: the outbox is for what people review.
    return OutboxMessage(
        # A line break in a name must not become a header of the message.
        subject=" ".join(subject.split()),
        body=body,
        email=address_of(of),
        message_id=f"<{uuid.uuid4().hex}@{domain}>",
    )
