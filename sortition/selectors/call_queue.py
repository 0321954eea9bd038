"""Who is to be called next, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly.models import Assembly, User
from sortition.enums_offers import AnswerChannel, ContactOutcome
from sortition.enums_seats import AWAITING
from sortition.models import ContactAttempt, Offer
from sortition.selectors.offers import SOON, offers_of

Hardness = Callable[[Assembly], dict[int, float]]
"""From an assembly to how hard each seat's person would be to replace, by the seat's key; higher is harder."""

REST = {ContactOutcome.NOBODY: timedelta(hours=3), ContactOutcome.THINKING: timedelta(days=1)}
"""How long nobody is called again after an attempt for which no time was agreed."""


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody who has not answered. `group`: 0 a call-back is due, 1 the deadline is near or over, 2 the others."""

    offer: Offer
    group: int
    calls: int
    last_call_at: datetime | None
    last_outcome: str
    call_back_at: datetime | None
    hardness: float

    @property
    def order(self) -> tuple[object, ...]:
        """Return what the queue is sorted by: call-backs by their time, others by hardness, then by fewest calls."""
        when = self.call_back_at.timestamp() if self.group == 0 and self.call_back_at else 0.0
        return (self.group, when, -self.hardness, self.calls, self.offer.seat.number)

    def is_held_by_another(self, user: User, now: datetime) -> bool:
        """Whether another caller has them at this moment."""
        return self.offer.is_held(now) and self.offer.held_by_id != user.pk


@dataclass(frozen=True, slots=True)
class CallQueue:
    """Who is to be called now, in order; who later; and who cannot be called as things stand."""

    due: list[ToCall]
    later: list[ToCall]
    without_phone: list[ToCall]
    wrong_number: list[ToCall]


def call_queue(assembly: Assembly, now: datetime, *, hardness: Hardness) -> CallQueue:
    """Arrange everybody who holds a seat and has not answered, with a constant number of queries."""
    offers = list(offers_of(assembly).filter(seat__state__in=AWAITING, answer=""))
    hard = hardness(assembly) if offers else {}
    last: dict[int, ContactAttempt] = {}
    calls = ContactAttempt.objects.filter(seat__offer__in=offers, channel=AnswerChannel.PHONE)
    for attempt in calls.order_by("at", "pk"):
        last[attempt.seat_id] = attempt
    queue = CallQueue([], [], [], [])
    for offer in offers:
        attempt = last.get(offer.seat_id)
        entry = _entry(offer, attempt, hard.get(offer.seat_id, 0.0), now)
        _place_of(queue, entry, now).append(entry)
    for entries in (queue.due, queue.later, queue.without_phone, queue.wrong_number):
        entries.sort(key=lambda entry: entry.order)
    queue.later.sort(key=lambda entry: _again_at(entry) or now)
    return queue


def _entry(offer: Offer, attempt: ContactAttempt | None, hardness: float, now: datetime) -> ToCall:
    call_back_at = attempt.call_back_at if attempt else None
    group = 1 if offer.answer_by <= now + SOON else 2
    if call_back_at is not None and call_back_at <= now:
        group = 0
    return ToCall(
        offer=offer,
        group=group,
        calls=offer.calls,
        last_call_at=attempt.at if attempt else None,
        last_outcome=attempt.outcome if attempt else "",
        call_back_at=call_back_at,
        hardness=hardness,
    )


def _place_of(queue: CallQueue, entry: ToCall, now: datetime) -> list[ToCall]:
    if not entry.offer.seat.respondent.phone.strip():
        return queue.without_phone
    if entry.last_outcome == ContactOutcome.WRONG_NUMBER:
        return queue.wrong_number
    again_at = _again_at(entry)
    return queue.later if again_at is not None and again_at > now else queue.due


def _again_at(entry: ToCall) -> datetime | None:
    """Return before when they are not called again; None where they were never called."""
    if entry.last_call_at is None:
        return None
    rest = REST.get(ContactOutcome(entry.last_outcome), timedelta())
    return entry.call_back_at or entry.last_call_at + rest
