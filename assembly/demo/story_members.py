"""The first days of the panel: members say what they agree to, what they need, and how to reach them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.enums import AccessFeature
from assembly.models import Assembly, User
from assembly.services.people_accounts import give_accounts
from sortition.enums_membership import OPEN_NEEDS
from sortition.enums_seats import SeatState
from sortition.models import Respondent, SupportNeed
from sortition.selectors.membership import drawn_people
from sortition.selectors.seats import present_seats
from sortition.services.membership_consents import record_consents
from sortition.services.membership_contacts import set_contact_preference, set_emergency_contact
from sortition.services.membership_needs import declare_need, move_need
from sortition.services.seats import move_seat_by_hand

STEPS = ("arrange", "confirm", "meet")
"""From one open state of a need to the next."""
YES = {"take_part": True, "pictures": True, "name": True, "contact_after": True, "research": True}


@dataclass(frozen=True, slots=True)
class Told:
    """A need as somebody told it: what, who sees to it, by when, and how far it has come."""

    kind: str
    words: str
    owner: str = ""
    due: tuple[int, int, int] | None = (2026, 5, 9)
    moves: tuple[str, ...] = ()
    reason: str = ""
    feature: str = ""


NEEDS = (
    Told(
        "access",
        "A place near the door, and no stairs on the way to it",
        "mei",
        moves=("arrange", "confirm"),
        feature=AccessFeature.STEP_FREE,
    ),
    Told(
        "care",
        "Childcare for two children, three and six years old, on every session day",
        "mei",
        due=(2026, 6, 8),
        moves=("arrange",),
    ),
    Told(
        "language",
        "An interpreter for Polish at the table, also for the calls before",
        "mei",
        due=(2026, 4, 24),
        moves=("arrange", "confirm"),
    ),
    Told("diet", "No gluten", "mei", moves=("arrange", "confirm")),
    Told(
        "digital",
        "The evidence on paper: there is no computer at home",
        "amara",
        moves=("arrange", "confirm"),
    ),
    Told("diet", "Vegan", "mei", moves=("arrange", "confirm")),
    Told("access", "Large print for everything that is handed out", "jonas", moves=("arrange", "confirm")),
    Told("other", "Somebody to walk along from the station", "", due=None),
    Told(
        "digital",
        "A tablet on loan until the first session",
        "jonas",
        due=(2026, 4, 24),
        moves=("leave_unmet",),
        reason="Not needed any more: the daughter lends hers.",
    ),
)


LATER_NEEDS = {
    3: Told("access", "A hearing loop: I wear hearing aids", "mei", feature=AccessFeature.HEARING_LOOP),
    5: Told("diet", "Vegetarian", "mei"),
    12: Told("diet", "Halal", "mei"),
    13: Told("diet", "Vegetarian", "mei"),
    16: Told("access", "Room for a wheelchair at the table", "mei", feature=AccessFeature.SPACE_TO_TURN),
    24: Told("diet", "Vegetarian", "mei"),
    30: Told("access", "A quiet place for a rest after lunch", "mei", due=(2026, 6, 20)),
    33: Told("diet", "Halal", "mei"),
    38: Told("diet", "No nuts: an allergy, with a pen in the bag", "mei"),
    45: Told("diet", "Vegetarian", "mei"),
}
"""Seat → what its member told when they were called before the first session. What was due by then was seen to."""


def welcome_members(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Enter what the first callers of the panel said, and how far their needs have come."""
    members = list(drawn_people(assembly).order_by("pk"))
    for number, (member, told) in enumerate(zip(members, NEEDS, strict=False)):
        _call(member, number, actor=people["amara"], calendar=calendar)
        now = calendar.at(2026, 4, 17, 16, 0)
        need = _declare(member, told, people, calendar, now=now)
        for hour, verb in enumerate(told.moves):
            moved_at = calendar.at(2026, 4, 18, 9 + hour, 0)
            move_need(need=need, verb=verb, reason=told.reason, actor=people["mei"], now=moved_at)
    _change_mind(members[0], actor=people["jonas"], calendar=calendar)


def _call(member: Respondent, number: int, *, actor: User, calendar: Calendar) -> None:
    """Ask on the phone for consents, for the best way to reach them, and whom one may call for them."""
    now = calendar.at(2026, 4, 17, 15, 5 * number)
    said = {**YES, "pictures": number % 3 != 2, "name": number % 4 != 1}
    record_consents(
        respondent=member,
        said=said,
        said_on=calendar.day(2026, 4, 17),
        channel="phone",
        actor=actor,
        now=now,
    )
    set_contact_preference(
        respondent=member,
        channel="phone" if member.phone else "post",
        language="Polish" if NEEDS[number].kind == "language" else "",
        best_time=("On weekdays after 17:00", "In the morning", "")[number % 3],
        seen="",
        actor=actor,
        now=now,
    )
    if number % 2 == 0:
        set_emergency_contact(
            respondent=member,
            name=f"{('Edith', 'Tomasz', 'Lena', 'Arun', 'Joan')[number // 2]} {member.last_name}",
            relation=("sister", "husband", "daughter", "neighbour", "mother")[number // 2],
            phone=f"01632 9604{number:02d}",
            seen="",
            actor=actor,
            now=now,
        )


def _declare(
    member: Respondent, told: Told, people: dict[str, User], calendar: Calendar, *, now: datetime
) -> SupportNeed:
    return declare_need(
        respondent=member,
        kind=told.kind,
        words=told.words,
        channel="phone",
        owner=people[told.owner] if told.owner else None,
        due_on=_day(calendar, told.due),
        feature=told.feature,
        actor=people["amara"],
        now=now,
    )


def _change_mind(member: Respondent, *, actor: User, calendar: Calendar) -> None:
    """Take a consent back by letter."""
    record_consents(
        respondent=member,
        said={"pictures": False},
        said_on=calendar.day(2026, 4, 18),
        channel="post",
        actor=actor,
        now=calendar.at(2026, 4, 19, 10, 0),
    )


def onboard_members(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Call everybody before the first session, enter what else they need, and give them accounts."""
    amara, seats = people["amara"], present_seats(assembly).filter(state=SeatState.CONFIRMED)
    for number, seat in enumerate(seats):
        now = calendar.at(2026, 4, 29, 9, 0) + timedelta(minutes=9 * number)
        if told := LATER_NEEDS.get(seat.number):
            _declare(seat.respondent, told, people, calendar, now=now)
        move_seat_by_hand(seat=seat, verb="onboard", reason="", actor=amara, now=now + timedelta(minutes=6))
    give_accounts(assembly=assembly, actor=amara, now=calendar.at(2026, 4, 30, 10, 0))


def start_members(assembly: Assembly, seats: Collection[int], *, actor: User, now: datetime) -> None:
    """Note of everybody onboarded on one of these seats that they have begun."""
    for seat in present_seats(assembly).filter(state=SeatState.ONBOARDED, number__in=seats):
        move_seat_by_hand(seat=seat, verb="start", reason="", actor=actor, now=now)


def meet_needs(assembly: Assembly, *, due_by: date, actor: User, now: datetime) -> None:
    """Note that what was due by a day was there."""
    for need in SupportNeed.objects.filter(
        respondent__assembly=assembly, state__in=OPEN_NEEDS, due_on__lte=due_by
    ).order_by("pk"):
        for verb in STEPS[OPEN_NEEDS.index(need.state) :]:
            move_need(need=need, verb=verb, reason="", actor=actor, now=now)


def _day(calendar: Calendar, parts: tuple[int, int, int] | None) -> date | None:
    return calendar.day(*parts) if parts else None
