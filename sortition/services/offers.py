"""Offer seats: say until when, make personal links, change a deadline, give up after enough calls."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.models import Assembly, User
from assembly.services.record import record_event
from sortition.enums_offers import VacatedSeats
from sortition.enums_seats import AWAITING
from sortition.errors import OfferRefused
from sortition.models import Offer, Seat, SeatingPolicy
from sortition.offer_links import OfferLink, code_digest, draw_link, token_digest
from sortition.selectors.offers import calls_to, end_of_day, link_refusal, policy_of, seats_without_offer
from sortition.services.seating_rule import why_nobody_is_asked
from sortition.services.seats import move_seat

LONGEST = timedelta(days=365)


@transaction.atomic
def save_policy(
    *,
    assembly: Assembly,
    days_to_answer: int,
    attempts: int,
    vacated: VacatedSeats | str,
    none_after: date | None,
    phone: str,
    sender_lines: str,
    link_base: str,
    actor: User,
    now: datetime,
) -> SeatingPolicy:
    """Keep how the assembly offers its seats."""
    policy, _is_new = SeatingPolicy.objects.update_or_create(
        assembly=assembly,
        defaults={
            "days_to_answer": days_to_answer,
            "attempts": attempts,
            "vacated": vacated,
            "none_after": none_after,
            "phone": phone,
            "sender_lines": sender_lines,
            "link_base": link_base,
        },
    )
    record_event(
        "offer.policy_changed",
        obj=policy,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"days": days_to_answer, "attempts": attempts, "vacated": vacated, "none_after": none_after},
    )
    return policy


@transaction.atomic
def open_offers(*, assembly: Assembly, last_day: date, actor: User, now: datetime) -> list[Offer]:
    """Offer all seats that have no deadline yet to whoever holds them, until the end of `last_day`.

    Raises:
        OfferRefused: the day is over or too far away, nobody is to be asked any more, or there is no such seat.
    """
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    answer_by = _checked_deadline(last_day, now)
    if reason := why_nobody_is_asked(assembly, now):
        raise OfferRefused(reason)
    seats = list(seats_without_offer(assembly))
    if not seats:
        raise OfferRefused(_("Every seat that waits for an answer has its deadline already."))
    offers = Offer.objects.bulk_create(Offer(seat=seat, answer_by=answer_by, opened_at=now) for seat in seats)
    record_event(
        "offer.opened",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"seats": [seat.number for seat in seats], "count": len(seats), "answer_by": last_day},
    )
    return offers


@transaction.atomic
def change_deadline(*, offer: Offer, last_day: date, actor: User, now: datetime) -> Offer:
    """Give somebody until the end of another day.

    Raises:
        OfferRefused: the day is over or too far away.
    """
    answer_by = _checked_deadline(last_day, now)
    locked = locked_offer(pk=offer.pk)
    before = timezone.localdate(locked.answer_by)
    locked.answer_by, locked.overdue_noted_at = answer_by, None
    locked.save(update_fields=["answer_by", "overdue_noted_at"])
    record_event(
        "offer.deadline_changed",
        obj=locked,
        assembly=locked.seat.assembly,
        actor=actor,
        now=now,
        details={"number": locked.seat.number, "from": before, "to": last_day},
    )
    return locked


def draw_links(offers: Collection[Offer]) -> dict[int, OfferLink]:
    """Draw a link for each of some offers, by their keys. Nothing works before it is kept: `keep_links`."""
    return {offer.pk: draw_link() for offer in offers}


@transaction.atomic
def keep_links(
    *, assembly: Assembly, links: Mapping[int, OfferLink], way: str, actor: User | None, now: datetime
) -> None:
    """Keep the digests of links that were printed or are about to be mailed. Earlier links of the offers stop working.

    A lock after wrong attempts ends with the link that it was for.

    Raises:
        OfferRefused: one of the offers can no longer be answered.
    """
    numbers = []
    for pk in sorted(links):
        offer = locked_offer(pk=pk, seat__assembly=assembly)
        # Of a lock the new link is the way out.
        if link_refusal(offer, now) not in ("", "locked"):
            raise OfferRefused(
                _("Seat %(number)s can no longer be answered by a link.") % {"number": offer.seat.number}
            )
        offer.token_digest = token_digest(links[pk].token)
        offer.code_digest = code_digest(offer.token_digest, links[pk].code)
        offer.link_made_at, offer.wrong_attempts, offer.locked_at = now, 0, None
        offer.save(
            update_fields=["token_digest", "code_digest", "link_made_at", "wrong_attempts", "locked_at"]
        )
        numbers.append(offer.seat.number)
    record_event(
        "offer.links_made",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"seats": numbers, "count": len(numbers), "way": way},
    )


@transaction.atomic
def record_letters(
    *, assembly: Assembly, links: Mapping[int, OfferLink], purpose: str, actor: User, now: datetime
) -> None:
    """Keep the links of letters that are handed over, and write who printed how many, and what for.

    Raises:
        OfferRefused: one of the offers can no longer be answered by a link.
    """
    keep_links(assembly=assembly, links=links, way="post", actor=actor, now=now)
    record_event(
        "offer.letters_printed",
        obj=assembly,
        assembly=assembly,
        actor=actor,
        now=now,
        details={"count": len(links), "purpose": purpose},
    )


@transaction.atomic
def give_up(*, offer: Offer, actor: User, now: datetime, reason: str) -> Seat:
    """Take somebody as unreachable after as many calls as the assembly's rule wants.

    Raises:
        OfferRefused: they were not called often enough, or have answered.
    """
    locked = locked_offer(pk=offer.pk)
    wanted, made = policy_of(locked.seat.assembly).attempts, calls_to(locked.seat)
    if locked.seat.state not in AWAITING:
        raise OfferRefused(_("This seat no longer waits for an answer."))
    if made < wanted:
        said = ngettext(
            "Nobody is given up before %(wanted)d call. So far: %(made)d.",
            "Nobody is given up before %(wanted)d calls. So far: %(made)d.",
            wanted,
        )
        raise OfferRefused(said % {"wanted": wanted, "made": made}, code="too_few_calls")
    return move_seat(
        seat=locked.seat, verb="give_up", actor=actor, now=now, reason=reason, details={"calls": made}
    )


def locked_offer(**found_by: object) -> Offer:
    """Lock an offer, then its seat, and return both as they are now.

    Always in this order, before the person whom `move_seat` locks: of two who answer at once the second sees what the
    first has done. The seat is read after the lock; joined to it, PostgreSQL would show it as it was before the wait.

    Raises:
        Offer.DoesNotExist: there is none.
    """
    offer = Offer.objects.select_for_update(no_key=True, of=("self",)).get(**found_by)
    seats = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("assembly", "respondent")
    offer.seat = seats.get(pk=offer.seat_id)
    return offer


def usual_last_day(policy: SeatingPolicy, now: datetime) -> date:
    """Return until when people can usually answer who are offered a seat today."""
    return timezone.localdate(now) + timedelta(days=policy.days_to_answer)


def _checked_deadline(last_day: date, now: datetime) -> datetime:
    answer_by = end_of_day(last_day)
    if answer_by <= now:
        raise OfferRefused(_("This day is over. People need a day to come."), code="day_over")
    if answer_by > now + LONGEST:
        raise OfferRefused(_("This day is more than a year away."), code="day_far")
    return answer_by
