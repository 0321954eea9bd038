"""Who drops out, and how they are replaced: before the first session, and after the learning days."""

from collections.abc import Callable
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.enums_seats import SeatState
from sortition.models import Seat, SelectionRun
from sortition.selectors.seats import present_seats
from sortition.services.offers import draw_links, keep_links, open_offers
from sortition.services.replacements import adopt_replacement, start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.seats import move_seat_by_hand

Compute = Callable[[SelectionRun, datetime], SelectionRun]

MOVED_AWAY = 11
"""One of those whose seat can be filled within the quotas, together with those who said no."""
LEAVERS = (
    (39, "miss", (5, 11, 17, 30), "did not come to the first session and cannot be reached"),
    (32, "withdraw", (5, 14, 10, 0), "in hospital until the summer"),
    (26, "withdraw", (5, 27, 12, 10), "has a new job with work on Saturdays"),
    (21, "withdraw", (6, 7, 9, 30), "cares for a parent since last week"),
    (10, "withdraw", (6, 7, 17, 45), "moves away in June"),
)
"""Seat, verb, when, why: one in ten leaves, as is usual."""


def replace_first_dropouts(
    assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute
) -> SelectionRun:
    """Let a member move away, and replace them and those who said no; they have until the same day to answer."""
    jonas, amara = people["jonas"], people["amara"]
    member = present_seats(assembly).get(number=MOVED_AWAY, state=SeatState.CONFIRMED)
    withdraw_respondent(
        respondent=member.respondent,
        reason="moves to another city in May",
        actor=jonas,
        now=calendar.at(2026, 4, 19, 11, 20),
    )
    declined = present_seats(assembly).filter(state=SeatState.DECLINED)
    run = _replace(
        assembly,
        [*declined, member],
        "The first five who dropped out",
        actor=amara,
        started=calendar.at(2026, 4, 19, 12, 0),
        compute=compute,
    )
    _offer(assembly, actor=amara, calendar=calendar, until=(4, 27), now=calendar.at(2026, 4, 19, 12, 30))
    return run


def let_leave(seat: int, assembly: Assembly, *, actor: User, calendar: Calendar) -> None:
    """Note that the member on one of the seats of `LEAVERS` leaves it."""
    number, verb, at, reason = next(row for row in LEAVERS if row[0] == seat)
    held = present_seats(assembly).get(number=number)
    move_seat_by_hand(seat=held, verb=verb, reason=reason, actor=actor, now=calendar.at(2026, *at))


def replace_leavers(
    assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute
) -> SelectionRun:
    """Replace all who left during the learning days, and offer their seats: nobody has answered yet."""
    left = present_seats(assembly).filter(number__in=[row[0] for row in LEAVERS])
    run = _replace(
        assembly,
        list(left),
        "Those who left during the first three sessions; the new ones catch up on an evening",
        actor=people["amara"],
        started=calendar.at(2026, 6, 8, 13, 0),
        compute=compute,
    )
    now = calendar.at(2026, 6, 8, 13, 40)
    _offer(assembly, actor=people["amara"], calendar=calendar, until=(6, 17), now=now)
    return run


def _replace(
    assembly: Assembly, seats: list[Seat], comment: str, *, actor: User, started: datetime, compute: Compute
) -> SelectionRun:
    run = start_replacement(
        assembly=assembly, seats=[seat.pk for seat in seats], actor=actor, now=started, comment=comment
    )
    run = compute(run, started + timedelta(seconds=2))
    adopt_replacement(run=run, actor=actor, now=started + timedelta(minutes=15))
    return run


def _offer(
    assembly: Assembly, *, actor: User, calendar: Calendar, until: tuple[int, int], now: datetime
) -> None:
    offers = open_offers(assembly=assembly, last_day=calendar.day(2026, *until), actor=actor, now=now)
    links = draw_links(offers)
    keep_links(assembly=assembly, links=links, way="post", actor=actor, now=now + timedelta(minutes=10))
