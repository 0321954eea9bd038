"""Enter and change venues and rooms, when rooms are ours, and the ways between venues."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile
from assembly.models import Assembly, User
from assembly.services.record import record_event
from scheduling.errors import SessionRefused
from scheduling.models import Room, RoomTime, Session, Venue, Walk
from scheduling.selectors.seen import seen_of


def _refuse_stale(row: Any, seen: str) -> None:
    if seen_of(row) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this meanwhile. What you typed is kept below; save again to replace theirs."
            )
        )


@transaction.atomic
def save_venue(*, venue: Venue, fields: Mapping[str, Any], seen: str, actor: User, now: datetime) -> Venue:
    """Enter a venue, or change one as the page showed it (`seen`).

    Raises:
        ChangedMeanwhile: somebody else changed it.
        SessionRefused: its sessions are told by its clock, so the clock stays once there are any.
    """
    is_new = venue.pk is None
    if not is_new:
        venue = Venue.objects.select_for_update(no_key=True).get(pk=venue.pk)
        _refuse_stale(venue, seen)
        if fields["time_zone"] != venue.time_zone and Session.objects.filter(venue=venue).exists():
            raise SessionRefused(
                _(
                    "Sessions are planned here by the clock of this venue. Move them elsewhere before you change it."
                )
            )
    for name, value in fields.items():
        setattr(venue, name, value)
    venue.save()
    _record("venue.add" if is_new else "venue.change", venue, venue.assembly, actor, now)
    return venue


@transaction.atomic
def set_retired(*, place: Venue | Room, is_retired: bool, actor: User, now: datetime) -> None:
    """Note that a venue or a room is no longer used, or is again. What is planned there stays. Twice is once."""
    locked = type(place)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)
    if locked.is_retired == is_retired:
        return
    locked.is_retired = is_retired
    locked.save(update_fields=["is_retired"])
    verb = "retire" if is_retired else "bring_back"
    if isinstance(locked, Venue):
        _record(f"venue.{verb}", locked, locked.assembly, actor, now)
    else:
        _record(f"venue.room_{verb}", locked, locked.venue.assembly, actor, now)


@transaction.atomic
def save_room(*, room: Room, fields: Mapping[str, Any], seen: str, actor: User, now: datetime) -> Room:
    """Enter a room at the end of its venue's list, or change one as the page showed it (`seen`).

    Raises:
        ChangedMeanwhile: somebody else changed it.
    """
    venue = Venue.objects.select_for_update(no_key=True).get(pk=room.venue_id)
    is_new = room.pk is None
    if is_new:
        room.position = Room.objects.filter(venue=venue).count() + 1
    else:
        room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        _refuse_stale(room, seen)
    for name, value in fields.items():
        setattr(room, name, value)
    room.save()
    _record("venue.room_add" if is_new else "venue.room_change", room, venue.assembly, actor, now)
    return room


@transaction.atomic
def add_room_time(
    *, room: Room, openness: str, span: tuple[datetime, datetime], note: str, actor: User, now: datetime
) -> RoomTime:
    """Say that a room is ours, or is not, in a span; what was said of exactly that span before gives way."""
    locked = (
        Room.objects.select_for_update(no_key=True, of=("self",))
        .select_related("venue__assembly")
        .get(pk=room.pk)
    )
    made, _created = RoomTime.objects.update_or_create(
        room=locked, starts_at=span[0], ends_at=span[1], defaults={"openness": openness, "note": note}
    )
    _record("venue.room_times", locked, locked.venue.assembly, actor, now)
    return made


@transaction.atomic
def remove_room_time(*, room: Room, pk: int, actor: User, now: datetime) -> bool:
    """Take a span away; answer whether it was still there."""
    removed, _models = RoomTime.objects.filter(room=room, pk=pk).delete()
    if removed:
        _record("venue.room_times", room, room.venue.assembly, actor, now)
    return bool(removed)


@transaction.atomic
def set_ways(
    *, assembly: Assembly, minutes: Mapping[tuple[int, int], int | None], actor: User, now: datetime
) -> bool:
    """Keep how long one walks between pairs of venues (the smaller key first); answer whether anything changed.

    None forgets a way.
    """
    # The assembly's row is the lock: two who save the same pair at once write one row.
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    standing = {
        (walk.first_id, walk.second_id): walk for walk in Walk.objects.filter(first__assembly=assembly)
    }
    is_changed = False
    for pair, wanted in minutes.items():
        walk = standing.get(pair)
        if (walk.minutes if walk else None) == wanted:
            continue
        is_changed = True
        if wanted is not None:
            first, second = pair
            Walk.objects.update_or_create(first_id=first, second_id=second, defaults={"minutes": wanted})
        elif walk:
            walk.delete()
    if is_changed:
        _record("venue.ways", assembly, assembly, actor, now)
    return is_changed


def _record(event: str, obj: Any, assembly: Assembly, actor: User, now: datetime) -> None:
    record_event(event, obj=obj, assembly=assembly, actor=actor, now=now)
