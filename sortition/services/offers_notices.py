"""Confirm answers by a message, at most once each; see what has passed its deadline."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.models import Assembly
from assembly.services.record import record_event
from sortition.enums_offers import NoticeState
from sortition.enums_seats import AWAITING
from sortition.models import Offer
from sortition.selectors.offers import policy_of
from sortition.services.offers_answers import NOTICE_TASK

ASK_AGAIN = timedelta(minutes=2)
_log = structlog.get_logger(__name__)


def confirm_answer(offer_id: int, *, clock: Callable[[], datetime]) -> bool:
    """Send the message that waits for somebody who answered; answer whether it left.

    It is claimed before the mail server hears of it: whoever dies in between leaves it “being sent”, and nobody sends
    it a second time. A server that cannot be reached leaves it waiting: the clock asks again.
    """
    offer = Offer.objects.select_related("seat__assembly", "seat__respondent").get(pk=offer_id)
    connection = get_connection()
    try:
        connection.open()
        return _confirm(offer, connection, clock)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("answer_not_confirmed", offer=offer_id, error=type(error).__name__)
        return False
    finally:
        _close(connection)


def _confirm(offer: Offer, connection: BaseEmailBackend, clock: Callable[[], datetime]) -> bool:
    """Claim the message, send it, and mark it; a line that breaks in between leaves it “being sent”."""
    mine = Offer.objects.filter(pk=offer.pk, answered_at=offer.answered_at)
    if not mine.filter(notice=NoticeState.WAITING).update(notice=NoticeState.SENDING, notice_at=clock()):
        return False
    mail = _message(offer)
    mail.connection = connection
    try:
        mail.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
        _log.warning("confirmation_refused", offer=offer.pk, error=type(error).__name__)
        mine.filter(notice=NoticeState.SENDING).update(notice=NoticeState.FAILED, notice_at=clock())
        return False
    mine.filter(notice=NoticeState.SENDING).update(notice=NoticeState.SENT, notice_at=clock())
    return True


def ask_for_notices_again(now: datetime) -> int:
    """Queue messages that have waited too long for a worker or for the mail server; answer how many."""
    asked = 0
    waiting = Offer.objects.filter(notice=NoticeState.WAITING, notice_at__lte=now - ASK_AGAIN)
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two clocks only one finds it waiting so long.
            if waiting.filter(pk=pk).update(notice_at=now):
                queue_task(NOTICE_TASK, pk)
                asked += 1
    return asked


@transaction.atomic
def note_overdue_offers(now: datetime) -> int:
    """Write down once which offers have passed their deadline without an answer; answer how many.

    Nothing is decided by it: people are still called, and can still say yes by phone or by post.
    """
    overdue = Offer.objects.select_for_update(no_key=True, of=("self",)).filter(
        answer="", answer_by__lt=now, overdue_noted_at=None, seat__state__in=AWAITING
    )
    by_assembly: dict[int, list[Offer]] = {}
    for offer in overdue.select_related("seat").order_by("seat__assembly", "seat__number"):
        by_assembly.setdefault(offer.seat.assembly_id, []).append(offer)
    assemblies = Assembly.objects.in_bulk(by_assembly)
    for pk, offers in by_assembly.items():
        Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(overdue_noted_at=now)
        record_event(
            "offer.overdue",
            obj=assemblies[pk],
            assembly=assemblies[pk],
            actor=None,
            now=now,
            details={"seats": [offer.seat.number for offer in offers], "count": len(offers)},
        )
    return sum(len(offers) for offers in by_assembly.values())


def _message(offer: Offer) -> EmailMessage:
    assembly, person = offer.seat.assembly, offer.seat.respondent
    words = {"offer": offer, "assembly": assembly, "person": person, "phone": policy_of(assembly).phone}
    subject = _("We have noted your answer: %(assembly)s") % {"assembly": assembly.name}
    body = render_to_string("sortition/mail/answer_noted.txt", words)
    # A line break in a name must not become a header of the message.
    return EmailMessage(" ".join(subject.split()), body, None, [person.email.strip()])


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        _log.info("mail_server_left", error=type(error).__name__)
