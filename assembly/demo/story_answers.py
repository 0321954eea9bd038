"""Offer the seats and take answers as a team would: letters, personal links, calls, slips."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle

from django.utils.timezone import localdate

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.models import Offer
from sortition.selectors.offers import awaiting_offers
from sortition.services.calls import record_call, take_call
from sortition.services.offers import draw_links, keep_links, open_offers, save_policy
from sortition.services.offers_answers import answer_by_link, enter_answer

LINK_BASE = "https://take-part.riverbend.example/answer/"
BY_LINK = ("yes",) * 13 + ("no",) * 2
REASON = "I work every second Saturday and could not find anybody to swap with."
BY_PHONE = (
    ("yes", ""),
    ("yes", "Asked whether she can bring her sister: yes."),
    ("nobody", ""),
    ("yes", ""),
    ("no", "Moves to another city in June."),
    ("call_back", "At work until five."),
    ("yes", ""),
    ("nobody", ""),
    ("thinking", "Wants to ask her employer on Monday."),
    ("yes", ""),
    ("wrong_number", ""),
    ("yes", ""),
)
BY_POST = (("yes", "post"), ("yes", "post"), ("no", "post"), ("yes", "in_person"))


def offer_seats(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> str:
    """Offer all seats for ten days, print letters, take the answers of two days; say how many said what."""
    amara = people["amara"]
    save_policy(
        assembly=assembly,
        days_to_answer=10,
        attempts=3,
        vacated="redraw",
        none_after=calendar.day(2026, 6, 19),
        phone="01632 960100",
        sender_lines="Clean Air Assembly\n1 Bridge Street\nRiverbend RB1 1AA",
        link_base=LINK_BASE,
        actor=amara,
        now=calendar.at(2026, 4, 17, 12, 50),
    )
    now = calendar.at(2026, 4, 17, 13, 0)
    offers = open_offers(assembly=assembly, last_day=calendar.day(2026, 4, 27), actor=amara, now=now)
    links = draw_links(offers)
    keep_links(assembly=assembly, links=links, way="post", actor=amara, now=calendar.at(2026, 4, 17, 13, 20))
    waiting = iter(offers)
    for moment, answer in zip(every(calendar.at(2026, 4, 18, 10, 4), 37), BY_LINK, strict=False):
        link = links[next(waiting).pk]
        reason = REASON if answer == "no" else ""
        answer_by_link(token=link.token, proof=link.code, answer=answer, reason=reason, now=moment)
    take_slips(waiting, people["mei"], calendar)
    make_calls(waiting, people["noor"], calendar)
    answers = list(Offer.objects.filter(seat__assembly=assembly).values_list("answer", flat=True))
    return f"{answers.count('yes')} said yes, {answers.count('no')} said no"


def take_last_answers(assembly: Assembly, *, actor: User, calendar: Calendar) -> None:
    """Enter the answers of the days that were left: everybody else says yes."""
    channels = cycle(("post", "phone", "in_person", "email"))
    moments = every(calendar.at(2026, 4, 20, 9, 30), 190)
    for offer, moment, channel in zip(awaiting_offers(assembly), moments, channels, strict=False):
        enter_answer(
            offer=offer,
            answer="yes",
            channel=channel,
            received_on=localdate(moment),
            reason="",
            actor=actor,
            now=moment,
        )


def take_slips(waiting: Iterator[Offer], actor: User, calendar: Calendar) -> None:
    """Enter slips that came back, and somebody who stood at the door."""
    received_on = calendar.day(2026, 4, 18)
    for moment, (answer, channel) in zip(every(calendar.at(2026, 4, 18, 14, 30), 3), BY_POST, strict=False):
        enter_answer(
            offer=next(waiting),
            answer=answer,
            channel=channel,
            received_on=received_on,
            reason="",
            actor=actor,
            now=moment,
        )


def make_calls(waiting: Iterator[Offer], actor: User, calendar: Calendar) -> None:
    """Call one after another, as the queue gives them to a caller."""
    moments = every(calendar.at(2026, 4, 18, 15, 0), 6)
    reached = (offer for offer in waiting if offer.seat.respondent.phone.strip())
    for offer, moment, (outcome, note) in zip(reached, moments, BY_PHONE, strict=False):
        take_call(offer=offer, actor=actor, now=moment)
        offer.seat.refresh_from_db()
        record_call(
            offer=offer,
            outcome=outcome,
            call_back_at=calendar.at(2026, 4, 19, 17, 30) if outcome == "call_back" else None,
            note=note,
            seen=offer.version,
            actor=actor,
            now=moment + timedelta(minutes=4),
        )


def every(start: datetime, minutes: int) -> Iterator[datetime]:
    """Yield moments so many minutes apart, without end."""
    while True:
        yield start
        start += timedelta(minutes=minutes)
