"""The first calls to those who were drawn: who says yes, who says no, and a replacement."""

from collections.abc import Callable
from datetime import datetime, timedelta

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, User
from sortition.models import Seat, SelectionRun
from sortition.selectors.seats import present_seats
from sortition.services.replacements import adopt_replacement, start_replacement
from sortition.services.respondents import withdraw_respondent
from sortition.services.seats import move_seat

Compute = Callable[[SelectionRun, datetime], SelectionRun]

ON_FRIDAY = {"confirm": (3, 4, 5, 6, 7, 9, 10, 11, 13, 14), "contact": (1, 2), "decline": (8, 17)}
ON_SATURDAY = {
    "confirm": (15, 16, 18, 20, 21, 23, 24, 25, 26, 27, 28, 30, 31, 32, 33, 34, 36, 37, 39, 40, 41),
    "contact": (22, 35),
}
NOES = {
    8: "exams in June",
    17: "a new job with work on Saturdays",
    29: "looks after a parent",
    38: "not for me",
}
MOVED_AWAY = 19


def hear_from_panel(
    assembly: Assembly, people: dict[str, User], calendar: Calendar, compute: Compute
) -> SelectionRun:
    """Call for two days, replace the first three who drop out, and leave the next two for whoever looks at it."""
    jonas, amara = people["jonas"], people["amara"]
    _take_answers(assembly, ON_FRIDAY, actor=jonas, now=calendar.at(2026, 4, 17, 16, 0))
    _take_answers(assembly, ON_SATURDAY, actor=jonas, now=calendar.at(2026, 4, 18, 10, 0))
    withdraw_respondent(
        respondent=_seat(assembly, MOVED_AWAY).respondent,
        reason="moves to another city in May",
        actor=jonas,
        now=calendar.at(2026, 4, 18, 11, 20),
    )
    started = calendar.at(2026, 4, 18, 12, 0)
    run = start_replacement(
        assembly=assembly,
        seats=[_seat(assembly, number).pk for number in (8, 17, MOVED_AWAY)],
        actor=amara,
        now=started,
        comment="The first three who dropped out",
    )
    run = compute(run, started + timedelta(seconds=2))
    adopt_replacement(run=run, actor=amara, now=calendar.at(2026, 4, 18, 12, 15))
    later = calendar.at(2026, 4, 19, 17, 0)
    _take_answers(assembly, {"confirm": (17,), "decline": (29, 38)}, actor=jonas, now=later)
    return run


def _seat(assembly: Assembly, number: int) -> Seat:
    return present_seats(assembly).get(number=number)


def _take_answers(
    assembly: Assembly, answers: dict[str, tuple[int, ...]], *, actor: User, now: datetime
) -> None:
    """Note one answer after another, four minutes apart."""
    calls = ((verb, number) for verb, numbers in answers.items() for number in numbers)
    for place, (verb, number) in enumerate(calls):
        at = now + timedelta(minutes=4 * place)
        move_seat(
            seat=_seat(assembly, number),
            verb=verb,
            actor=actor,
            now=at,
            reason=NOES.get(number, "") if verb == "decline" else "",
            changes={} if verb == "contact" else {"answered_at": at},
        )
