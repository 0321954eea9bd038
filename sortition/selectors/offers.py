"""Reads of offers: by their link, of one assembly, and how many wait for what."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from assembly.models import Assembly
from assembly.permissions import OVER
from sortition.enums_offers import AnswerChannel, SeatAnswer
from sortition.enums_seats import AWAITING, SAID_YES, SeatState
from sortition.models import Offer, Seat, SeatingPolicy
from sortition.offer_links import token_digest

SOON = timedelta(days=3)
"""So near its end an offer without an answer is about to run out."""
CHANGEABLE = (*AWAITING, SeatState.CONFIRMED, SeatState.DECLINED, SeatState.UNREACHABLE)
"""States of a seat in which an answer can still be given or changed."""


def policy_of(assembly: Assembly) -> SeatingPolicy:
    """Return how the assembly offers its seats; the usual way where nobody has said."""
    return SeatingPolicy.objects.filter(assembly=assembly).first() or SeatingPolicy(assembly=assembly)


def end_of_day(day: date) -> datetime:
    """Return the last second of a day on the installation's clocks."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def offer_of_token(token: str) -> Offer | None:
    """Return the offer that a link leads to, by one query whatever was typed."""
    found = Offer.objects.select_related("seat__assembly", "seat__respondent")
    return found.filter(token_digest=token_digest(token)).first()


def link_refusal(offer: Offer, now: datetime) -> str:
    """Say by a word why nobody can answer by this offer's link; "" where one can. It asks nothing of the database."""
    if offer.seat.assembly.state in OVER:
        return "over"
    if offer.seat.state not in CHANGEABLE:
        return "closed"
    if offer.answer_by < now:
        return "expired"
    return "locked" if offer.locked_at else ""


def offers_of(assembly: Assembly) -> QuerySet[Offer]:
    """Return the assembly's offers with their people, the number of calls and the last one."""
    calls = Q(seat__contact_attempts__channel=AnswerChannel.PHONE)
    return (
        Offer.objects.filter(seat__assembly=assembly)
        .select_related("seat__respondent", "seat__assembly", "recorded_by", "held_by")
        .annotate(
            calls=Count("seat__contact_attempts", filter=calls),
            last_call_at=Max("seat__contact_attempts__at", filter=calls),
        )
        .order_by("seat__number", "pk")
    )


def awaiting_offers(assembly: Assembly) -> QuerySet[Offer]:
    """Return the offers of those who hold a seat and have not answered."""
    return Offer.objects.filter(seat__assembly=assembly, seat__state__in=AWAITING, answer="")


def seats_without_offer(assembly: Assembly) -> QuerySet[Seat]:
    """Return the seats whose people have not been told until when they can answer."""
    return Seat.objects.filter(assembly=assembly, state__in=AWAITING, offer=None).order_by("number")


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """How many offers stand how."""

    without_offer: int
    waiting: int
    overdue: int
    running_out: int
    yes: int
    no: int

    @property
    def total(self) -> int:
        """All offers that count: those of people who hold a seat or have declined it."""
        return self.waiting + self.yes + self.no


def offer_figures(assembly: Assembly, now: datetime) -> OfferFigures:
    """Count the offers of an assembly."""
    waits = Q(seat__state__in=AWAITING, answer="")
    found = Offer.objects.filter(seat__assembly=assembly).aggregate(
        waiting=Count("pk", filter=waits),
        overdue=Count("pk", filter=waits & Q(answer_by__lt=now)),
        running_out=Count("pk", filter=waits & Q(answer_by__gte=now, answer_by__lte=now + SOON)),
        yes=Count("pk", filter=Q(answer=SeatAnswer.YES, seat__state__in=SAID_YES)),
        no=Count("pk", filter=Q(answer=SeatAnswer.NO, seat__state=SeatState.DECLINED)),
    )
    return OfferFigures(without_offer=seats_without_offer(assembly).count(), **found)


def calls_to(seat: Seat) -> int:
    """Count how often somebody has been called about a seat."""
    return seat.contact_attempts.filter(channel=AnswerChannel.PHONE).count()
