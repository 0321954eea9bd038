"""When the rounds at tables take place, and who is away then."""

from collections.abc import Sequence
from typing import Any

from scheduling.enums import ItemKind
from scheduling.models import AgendaItem, Session
from scheduling.selectors.free_times import Freedom, Moments, away_at

Hours = Sequence[Sequence[Moments]]
"""Per round: the spans into which it may fall, none where nobody can tell."""


def hours_of_rounds(session: Session, rounds: int) -> Hours:
    """Return into which spans each round may fall, by the table work in the session's plan.

    With as many items of table work as rounds, each round has its own. With fewer, an item holds several rounds, and
    with more, some are for something else: a round then has every item that it can be in while the order stays.
    Items side by side in several rooms are one.
    """
    items = AgendaItem.objects.filter(session=session, kind=ItemKind.TABLE_WORK, starts_at__isnull=False)
    spans: list[Moments] = []
    for item in items.order_by("starts_at", "pk"):
        begin, end = item.starts_at, item.ends_at
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((begin, end))
    early, late = max(0, rounds - len(spans)), max(0, len(spans) - rounds)
    return [spans[max(0, number - early) : number + late + 1] for number in range(rounds)]


def rounds_away(session: Session, people: Any, rounds: int) -> dict[int, frozenset[int]]:
    """Return who of some people is away in which rounds (from 0); whoever is away in none is left out.

    Away for a part of a round is away from it: nobody takes over a conversation in its middle. Where nobody can tell
    the hours of rounds, only whoever is away for the whole session counts.
    """
    away = away_at(session, people)
    hours = hours_of_rounds(session, rounds) if away else ()
    found = {
        key: frozenset(number for number, spans in enumerate(hours) if _is_away(freedom, spans))
        for key, freedom in away.items()
    }
    return {key: numbers for key, numbers in found.items() if numbers}


def _is_away(freedom: Freedom, spans: Sequence[Moments]) -> bool:
    return freedom.state == "taken" or any(freedom.is_away_at(*span) for span in spans)
