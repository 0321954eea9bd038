"""What a copy of a day's programme onto another session would be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from scheduling.errors import ClockRefused
from scheduling.local_times import moment_at
from scheduling.models import AgendaItem, Room, Session
from scheduling.selectors.sessions import items_of, rooms_of


@dataclass(frozen=True, slots=True)
class Copied:
    """An item that is copied, and where its double will stand."""

    item: AgendaItem
    room: Room | None
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class DayCopy:
    """What is copied, and what is not and why."""

    copied: tuple[Copied, ...]
    left: tuple[tuple[AgendaItem, Any], ...]


def copy_of_day(source: Session, target: Session) -> DayCopy:
    """Find for everything in one session the same time by the wall clock in another, and the same room.

    A room is the same if it is that room, or has its name in the other venue.
    """
    rooms = rooms_of(target)
    by_key = {room.pk: room for room in rooms}
    by_name = {room.name.casefold(): room for room in rooms}
    first = source.starts_at.astimezone(source.zone).date()
    target_first = target.starts_at.astimezone(target.zone).date()
    target_last = target.ends_at.astimezone(target.zone).date()
    copied, left = [], []
    for item in items_of(source):
        local = item.starts_at.astimezone(source.zone)
        day = target_first + (local.date() - first)
        room = None
        if item.room is not None:
            room = by_key.get(item.room_id) or by_name.get(item.room.name.casefold())
            if room is None:
                left.append((item, _("there is no %(room)s in that session") % {"room": item.room}))
                continue
        if not target_first <= day <= target_last:
            left.append((item, _("that session has no such day")))
            continue
        try:
            starts_at = moment_at(day, local.time(), target.zone, earlier=not local.fold)
        except ClockRefused as refusal:
            left.append((item, str(refusal)))
            continue
        copied.append(Copied(item, room, starts_at))
    return DayCopy(tuple(copied), tuple(left))
