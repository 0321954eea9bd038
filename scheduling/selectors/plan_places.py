"""Where an item could go in one session: for each room the times that are free of clashes."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from scheduling.local_times import clock_time
from scheduling.models import AgendaItem, Room, Session
from scheduling.planning.clashes import CheckedPlace, free_places
from scheduling.selectors.clashes import tell
from scheduling.selectors.plan_programme import Plan

MOST_WHY = 3
"""Sentences about what clashes at other times that are told of one room."""


@dataclass(frozen=True, slots=True)
class RoomPlaces:
    """One room: times on the half hour, times in between (value and label), and what speaks against the others."""

    name: Any
    first: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]
    why: tuple[Any, ...]


def places_for(plan: Plan, item: AgendaItem, session: Session) -> list[RoomPlaces]:
    """Try an item at every quarter of an hour in every room of a session."""
    wanted = plan.programme.item_of[item.pk]
    checked = free_places(plan.programme, wanted, sessions=[session.pk])
    rooms: list[Room | None] = [*plan.usable[session.pk]] if item.needs_room else [None]
    return [
        _room_places(
            plan,
            session,
            room,
            [each for each in checked if each.place.room_key == (room.pk if room else None)],
        )
        for room in rooms
    ]


def _room_places(plan: Plan, session: Session, room: Room | None, checked: list[CheckedPlace]) -> RoomPlaces:
    free = [each.place.start for each in checked if each.is_free]
    key = room.pk if room else ""
    told = [
        (
            start.astimezone(session.zone).minute % 30 == 0,
            (f"{key}@{start.isoformat()}", clock_time(start, session.zone)),
        )
        for start in free
    ]
    halves = tuple(choice for is_half, choice in told if is_half)
    between = tuple(choice for is_half, choice in told if not is_half)
    # The same clash comes back at every time: once for each of its codes is enough.
    by_code = {clash.code: clash for each in checked for clash in reversed(each.clashes)}
    return RoomPlaces(
        name=room or _("No room"),
        first=halves or between,
        more=between if halves else (),
        why=tuple(tell(by_code[code], plan).sentence for code in sorted(by_code)[:MOST_WHY])
        if not free
        else (),
    )
