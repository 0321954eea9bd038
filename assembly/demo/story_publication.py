"""What the story's assemblies promised to the public: most was kept, something was moved, missed or withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from assembly.demo.calendar import Calendar
from assembly.models import Assembly, PublicationItem, User
from assembly.services.publication import (
    NewPromise,
    move_publication_day,
    note_delivered,
    note_what_is_out,
    promise_publications,
    withdraw_publication,
)

Day = tuple[int, int, int]
COSTS, ANSWERED, FILMS = (
    "Costs of the first half year",
    "Who answered the invitation",
    "Films of the sessions",
)
AIR: tuple[tuple[str, str, str, Day], ...] = (
    (
        ANSWERED,
        "",
        "How many people answered, from which part of town, and how old they are.",
        (2026, 4, 10),
    ),
    (
        "How the members were drawn",
        "draw",
        "The draw step by step, with files by which anybody can check it.",
        (2026, 4, 18),
    ),
    (
        "The programme",
        "programme",
        "When the assembly meets, and what is on in each session.",
        (2026, 4, 25),
    ),
    (
        "What members read and hear",
        "evidence",
        "The papers and talks that members get, as far as they can be made public.",
        (2026, 5, 16),
    ),
    (FILMS, "", "What was said on the podium.", (2026, 5, 23)),
    (COSTS, "", "What the assembly has cost so far, and who was paid.", (2026, 5, 29)),
    (
        "The report",
        "report",
        "All recommendations, with how members voted on each.",
        (2026, 8, 29),
    ),
    (
        "The council’s answers",
        "answers",
        "What the council does about each recommendation, and why.",
        (2027, 2, 28),
    ),
)
HOMES: tuple[tuple[str, str, str, Day], ...] = (
    (
        "How the members were drawn",
        "draw",
        "The draw step by step, with files by which anybody can check it.",
        (2025, 7, 25),
    ),
    (
        "The report",
        "report",
        "All recommendations, with how members voted on each.",
        (2025, 12, 20),
    ),
    (
        "The council’s answers",
        "answers",
        "What the council does about each recommendation, and why.",
        (2026, 6, 4),
    ),
)
"""Title, kind, what it will be, and the day, of each assembly."""


def promise_air(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Promise what the assembly on clean air will publish, when it begins to recruit."""
    promise_all(assembly, AIR, people, calendar, now=calendar.at(2026, 2, 2, 10, 0))


def promise_all(
    assembly: Assembly,
    told: Iterable[tuple[str, str, str, Day]],
    people: dict[str, User],
    calendar: Calendar,
    *,
    now: datetime,
) -> None:
    """Promise what an assembly will publish: title, kind, what it will be, and the day of each."""
    promise_publications(
        assembly=assembly, promises=_promises(told, calendar), actor=people["amara"], now=now
    )


def promise_homes(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Promise what the assembly on warm homes will publish, when it begins to recruit."""
    promise_all(assembly, HOMES, people, calendar, now=calendar.at(2025, 6, 2, 10, 0))


def note_answers_out(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Note what came out on paper, before its day."""
    note_delivered(
        item=_named(assembly, ANSWERED),
        delivered_on=calendar.day(2026, 4, 8),
        link="",
        note="12,500 letters were sent: 11,900 by a printing house, and the last 600 by the team. A sheet in the city "
        "library and in all community centres says who answered. The team posts it to whoever asks.",
        actor=people["jonas"],
        now=calendar.at(2026, 4, 8, 15, 0),
    )


def keep_or_say_why(assembly: Assembly, people: dict[str, User], calendar: Calendar) -> None:
    """Withdraw the films, and move the day of the costs when it has passed: it stays overdue since then."""
    withdraw_publication(
        item=_named(assembly, FILMS),
        reason="Several members asked not to be filmed. Written summaries of the talks come out instead.",
        actor=people["amara"],
        now=calendar.at(2026, 6, 8, 18, 0),
    )
    move_publication_day(
        item=_named(assembly, COSTS),
        due_on=calendar.day(2026, 6, 22),
        reason="The hall has not sent its bill yet.",
        actor=people["amara"],
        now=calendar.at(2026, 6, 8, 18, 5),
    )


def let_clock_note(calendar: Calendar) -> None:
    """Let the clock note what the system has published."""
    note_what_is_out(calendar.at(2026, 6, 8, 21, 0))


def _promises(told: Iterable[tuple[str, str, str, Day]], calendar: Calendar) -> list[NewPromise]:
    return [NewPromise(title, kind, what, calendar.day(*day)) for title, kind, what, day in told]


def _named(assembly: Assembly, title: str) -> PublicationItem:
    return PublicationItem.objects.get(assembly=assembly, title=title)
