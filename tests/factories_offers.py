"""Makers of offers, links and calls."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from assembly.models import Assembly, User
from sortition.enums_offers import AnswerChannel, ContactOutcome
from sortition.models import ContactAttempt, Offer, Respondent, Seat, SeatingPolicy
from sortition.offer_links import OfferLink, draw_link
from sortition.services.offers import keep_links
from tests.factories import NOON, UserFactory
from tests.factories_pool import RespondentFactory
from tests.factories_seats import make_seat

BASE = "https://take-part.example.org/answer/"


def make_policy(assembly: Assembly, **fields: Any) -> SeatingPolicy:
    """Say how an assembly offers its seats."""
    options = {
        "phone": "⟪01632 960100⟫",
        "sender_lines": "⟪1 Bridge Street⟫\n⟪Riverbend⟫",
        "link_base": BASE,
    } | fields
    return SeatingPolicy.objects.update_or_create(assembly=assembly, defaults=options)[0]


def make_offer(
    assembly: Assembly | None = None, *, person: Respondent | None = None, number: int = 0, **fields: Any
) -> Offer:
    """Offer a seat to somebody (made where none is given), who has a week from now."""
    if person is None:
        home = {"assembly": assembly} if assembly else {}
        person = RespondentFactory(phone="⟪0117 4960123⟫", **home)
    number = number or Seat.objects.filter(assembly=person.assembly).count() + 1
    seat = make_seat(person, number=number)
    options = {"answer_by": timezone.now() + timedelta(days=7), "opened_at": NOON} | fields
    return Offer.objects.create(seat=seat, **options)


def make_link(offer: Offer, actor: User | None = None) -> OfferLink:
    """Give an offer a link that works; return what was printed."""
    link = draw_link()
    keep_links(
        assembly=offer.seat.assembly, links={offer.pk: link}, way="post", actor=actor, now=timezone.now()
    )
    offer.refresh_from_db()
    return link


def make_attempt(offer: Offer, outcome: str = ContactOutcome.NOBODY, **fields: Any) -> ContactAttempt:
    """Note a call."""
    options = {"at": NOON, "by": UserFactory(), "channel": AnswerChannel.PHONE} | fields
    return ContactAttempt.objects.create(seat=offer.seat, outcome=outcome, **options)
