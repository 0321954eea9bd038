"""Take answers to offers: by the personal link, by phone, by post, in person, by e-mail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.background import queue_task
from assembly.errors import HouseError
from assembly.models import User
from assembly.services.record import record_event
from sortition.enums_offers import AnswerChannel, ContactOutcome, NoticeState, SeatAnswer
from sortition.enums_seats import SAID_YES, SeatState
from sortition.errors import AnsweredMeanwhile, OfferRefused
from sortition.models import ContactAttempt, Offer
from sortition.models.offers import MOST_WRONG_ATTEMPTS
from sortition.offer_links import is_theirs
from sortition.seat_lifecycle import SEAT
from sortition.selectors.offers import link_refusal, offer_of_token
from sortition.services.offers import locked_offer
from sortition.services.seats import move_seat

NOTICE_TASK = "sortition.tasks.confirm_answer"
_VERBS = {SeatAnswer.YES: "confirm", SeatAnswer.NO: "decline"}


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What came of an answer by link: the offer where it was noted; otherwise whether another try is possible."""

    offer: Offer | None
    may_try_again: bool = False


@transaction.atomic
def answer_by_link(*, token: str, proof: str, answer: str, reason: str, now: datetime) -> LinkAnswer:
    """Note what somebody answers by their link, who knows the year of birth or the short code.

    Nobody learns why a link does not work. Wrong tries in a row lock the offer until somebody makes a new link.
    """
    # Asked before anything is locked: a link that leads nowhere takes as long as one that leads nowhere any more.
    found = offer_of_token(token)
    if found is None or link_refusal(found, now):
        return LinkAnswer(None)
    offer = locked_offer(pk=found.pk)
    if offer.token_digest != found.token_digest or link_refusal(offer, now):
        return LinkAnswer(None)
    if not is_theirs(offer, proof):
        return LinkAnswer(None, may_try_again=_count_wrong_attempt(offer, now))
    try:
        with transaction.atomic():
            noted = note_answer(
                offer=offer, answer=answer, channel=AnswerChannel.LINK, reason=reason, actor=None, now=now
            )
    except HouseError:
        # The person has withdrawn, or the seat has gone on; the record says which.
        return LinkAnswer(None)
    noted.wrong_attempts = 0
    noted.save(update_fields=["wrong_attempts"])
    return LinkAnswer(noted)


def _count_wrong_attempt(offer: Offer, now: datetime) -> bool:
    """Count a wrong attempt; answer whether another one is possible."""
    offer.wrong_attempts += 1
    if offer.wrong_attempts >= MOST_WRONG_ATTEMPTS:
        offer.locked_at = now
    offer.save(update_fields=["wrong_attempts", "locked_at"])
    if offer.locked_at is None:
        return True
    record_event(
        "offer.locked",
        obj=offer,
        assembly=offer.seat.assembly,
        actor=None,
        now=now,
        details={"number": offer.seat.number, "attempts": offer.wrong_attempts},
    )
    return False


@transaction.atomic
def enter_answer(
    *,
    offer: Offer,
    answer: str,
    channel: str,
    received_on: date,
    reason: str,
    actor: User,
    now: datetime,
    seen: str | None = None,
) -> Offer:
    """Note an answer that came by post, in person, by e-mail or by phone, also after the deadline.

    seen: the version of the offer that the actor looked at; None where nobody looked.

    Raises:
        AnsweredMeanwhile: it has another version by now.
        OfferRefused: the seat has gone on.
        IllegalMove: the person has withdrawn.
    """
    locked = locked_offer(pk=offer.pk)
    if seen is not None and seen != locked.version:
        raise AnsweredMeanwhile(
            _("Another answer has come since you opened this page. Look at how it stands, and note it again.")
        )
    return note_answer(
        offer=locked,
        answer=answer,
        channel=AnswerChannel(channel),
        reason=reason,
        received_on=received_on,
        actor=actor,
        now=now,
    )


def note_answer(
    *,
    offer: Offer,
    answer: str,
    channel: AnswerChannel,
    reason: str = "",
    received_on: date | None = None,
    note: str = "",
    actor: User | None,
    now: datetime,
) -> Offer:
    """Move the seat of an offer that the caller has locked, and keep what was said by which way.

    The same answer again by the link changes nothing but the reason; it may be a second click.

    Raises:
        OfferRefused: the seat has gone on.
        IllegalMove: the person has withdrawn.
    """
    seat, verb = offer.seat, _VERBS[SeatAnswer(answer)]
    is_so_already = seat.state in (SAID_YES if answer == SeatAnswer.YES else (SeatState.DECLINED,))
    if is_so_already and offer.answer == answer and channel == AnswerChannel.LINK:
        offer.reason = reason
        offer.save(update_fields=["reason"])
        return offer
    if not is_so_already:
        if (seat.state, verb) not in SEAT.moves:
            raise OfferRefused(
                _("This seat can no longer be answered so: %(state)s.") % {"state": seat.get_state_display()}
            )
        seat = move_seat(
            seat=seat,
            verb=verb,
            actor=actor,
            now=now,
            details={"channel": channel},
            changes={"answered_at": now},
        )
    is_changed = offer.answer != answer
    offer.answer, offer.answered_at, offer.channel = answer, now, channel
    offer.reason, offer.received_on, offer.recorded_by = reason, received_on, actor
    offer.seat.state = seat.state
    offer.notice = _notice_of(offer) if is_changed else offer.notice
    offer.notice_at = now if is_changed else offer.notice_at
    offer.save()
    ContactAttempt.objects.create(
        seat=seat, at=now, by=actor, channel=channel, outcome=ContactOutcome(answer), note=note
    )
    if is_changed and offer.notice == NoticeState.WAITING:
        queue_task(NOTICE_TASK, offer.pk)
    return offer


def _notice_of(offer: Offer) -> NoticeState:
    """Whether a message confirms this answer: where there is an address, and nobody is invented."""
    person = offer.seat.respondent
    is_real = not (offer.seat.assembly.is_rehearsal or person.is_test)
    return NoticeState.WAITING if is_real and person.email.strip() else NoticeState.NONE
