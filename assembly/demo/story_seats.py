"""The first who drop out, and the replacement of some of them; the others are left for whoever looks at it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.enums_seats import SeatState
from sortition.models import SelectionRun
from sortition.selectors.seats import present_seats
from sortition.services.replacements import adopt_replacement, start_replacement
from sortition.services.respondents import withdraw_respondent

Compute = Callable[[SelectionRun, datetime], SelectionRun]

MOVED_AWAY = 11
"""One of those whose seat can be filled within the quotas, together with the two who said no."""


def replace_first_dropouts(
    assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute
) -> SelectionRun:
    """Let a member move away, and replace them and the first two who said no."""
    jonas, amara = people["jonas"], people["amara"]
    member = present_seats(assembly).get(number=MOVED_AWAY, state=SeatState.CONFIRMED)
    withdraw_respondent(
        respondent=member.respondent,
        reason="moves to another city in May",
        actor=jonas,
        now=calendar.at(2026, 4, 19, 11, 20),
    )
    declined = present_seats(assembly).filter(state=SeatState.DECLINED)[:2]
    started = calendar.at(2026, 4, 19, 12, 0)
    run = start_replacement(
        assembly=assembly,
        seats=[*(seat.pk for seat in declined), member.pk],
        actor=amara,
        now=started,
        comment="The first three who dropped out",
    )
    run = compute(run, started + timedelta(seconds=2))
    adopt_replacement(run=run, actor=amara, now=calendar.at(2026, 4, 19, 12, 15))
    return run
