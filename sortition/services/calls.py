"""Callers' work: take somebody to call, alone for a quarter of an hour, and note what came of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums_offers import AnswerChannel, ContactOutcome, SeatAnswer
from sortition.enums_seats import SeatState
from sortition.errors import AnsweredMeanwhile, OfferRefused
from sortition.models import ContactAttempt, Offer
from sortition.selectors.call_queue import Hardness, call_queue
from sortition.selectors.hardness import hardness_of
from sortition.selectors.offers import CHANGEABLE, offers_of
from sortition.services.offers import locked_offer
from sortition.services.offers_answers import note_answer
from sortition.services.seats import move_seat

HELD_FOR = timedelta(minutes=15)
SHORTEST_PHONE = 5
_ANSWERS = {ContactOutcome.YES: SeatAnswer.YES, ContactOutcome.NO: SeatAnswer.NO}


@transaction.atomic
def take_call(*, offer: Offer, actor: User, now: datetime) -> bool:
    """Take somebody to call, alone until it is noted what came of it or a quarter of an hour has passed.

    False where another caller has them. Taking somebody is reading their name and number: it stands in the record,
    once for each time. Whoever takes one lets go of others.
    """
    free = Q(held_until=None) | Q(held_until__lte=now) | Q(held_by=actor)
    mine = Q(held_by=actor, held_until__gt=now)
    is_anew = not Offer.objects.filter(mine, pk=offer.pk).exists()
    # Of two callers at once the conditional update lets one through.
    if not Offer.objects.filter(free, pk=offer.pk).update(held_by=actor, held_until=now + HELD_FOR):
        return False
    others = Offer.objects.filter(held_by=actor, seat__assembly=offer.seat.assembly_id).exclude(pk=offer.pk)
    others.update(held_by=None, held_until=None)
    if is_anew:
        record_event(
            "offer.read_to_call",
            obj=offer,
            assembly=offer.seat.assembly,
            actor=actor,
            now=now,
            details={"number": offer.seat.number, "purpose": _("To call about the offered seat")},
        )
    return True


def take_next_call(
    *, assembly: Assembly, actor: User, now: datetime, hardness: Hardness = hardness_of
) -> Offer | None:
    """Take whoever is to be called next; None where nobody is."""
    for each in call_queue(assembly, now, hardness=hardness).due:
        if not each.is_held_by_another(actor, now) and take_call(offer=each.offer, actor=actor, now=now):
            return each.offer
    return None


@transaction.atomic
def find_who_called(*, assembly: Assembly, who: str, actor: User, now: datetime) -> list[Offer]:
    """Return those who are called by exactly this last name, phone number, or number of their letter.

    A part of a name finds nobody, so that nobody can be looked through. Who was found has been read: it is recorded.
    """
    typed, digits = " ".join(who.split()), _digits(who)
    offers = offers_of(assembly).filter(seat__state__in=CHANGEABLE)
    found = [
        offer
        for offer in offers
        if typed.casefold() == offer.seat.respondent.last_name.strip().casefold()
        or typed == offer.reference
        or (len(digits) >= SHORTEST_PHONE and digits == _digits(offer.seat.respondent.phone))
    ]
    if found:
        record_event(
            "offer.found_by_caller",
            obj=assembly,
            assembly=assembly,
            actor=actor,
            now=now,
            details={"count": len(found), "seats": [offer.seat.number for offer in found]},
        )
    return found


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdigit())


def leave_call(*, offer: Offer, actor: User) -> None:
    """Let somebody go without having called."""
    Offer.objects.filter(pk=offer.pk, held_by=actor).update(held_by=None, held_until=None)


@transaction.atomic
def record_call(
    *,
    offer: Offer,
    outcome: str,
    call_back_at: datetime | None,
    note: str,
    seen: str,
    actor: User,
    now: datetime,
) -> Offer:
    """Note what came of a call, and move the seat by it: yes and no are answers, everything else is an attempt.

    Raises:
        OfferRefused: another caller has taken the person, or the seat has gone on.
        AnsweredMeanwhile: they have answered since this caller saw how it stood.
        IllegalMove: the person has withdrawn.
    """
    locked = locked_offer(pk=offer.pk)
    if locked.held_by_id != actor.pk:
        raise OfferRefused(
            _("You have not taken this person, or somebody else calls them now."), code="not_held"
        )
    if locked.version != seen:
        raise AnsweredMeanwhile(
            _("This person has answered while you were calling. Look at how it stands, and note it again.")
        )
    if answer := _ANSWERS.get(ContactOutcome(outcome)):
        locked = note_answer(
            offer=locked, answer=answer, channel=AnswerChannel.PHONE, note=note, actor=actor, now=now
        )
    else:
        if locked.seat.state == SeatState.OFFERED:
            move_seat(seat=locked.seat, verb="contact", actor=actor, now=now)
        ContactAttempt.objects.create(
            seat=locked.seat,
            at=now,
            by=actor,
            channel=AnswerChannel.PHONE,
            outcome=outcome,
            call_back_at=call_back_at,
            note=note,
        )
        record_event(
            "offer.called",
            obj=locked,
            assembly=locked.seat.assembly,
            actor=actor,
            now=now,
            details={"number": locked.seat.number, "outcome": outcome},
        )
    locked.held_by = locked.held_until = None
    locked.save(update_fields=["held_by", "held_until"])
    return locked
