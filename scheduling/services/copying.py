"""What a copy of an assembly takes over from scheduling: venues, rooms and ways. Of people and their times nothing."""

from assembly.copying import register_copier
from assembly.models import Assembly
from scheduling.models import Room, Venue, Walk

_OF_VENUES = ("name", "address", "time_zone", "directions", "is_retired")
_OF_ROOMS = ("name", "capacity", "features", "directions", "position", "is_retired")


def copy_venues(source: Assembly, target: Assembly) -> None:
    """Take over the buildings as they stand; notes for staff stay behind, for they may name people."""
    made: dict[int, Venue] = {}
    for venue in Venue.objects.filter(assembly=source):
        made[venue.pk] = Venue.objects.create(
            assembly=target, **{name: getattr(venue, name) for name in _OF_VENUES}
        )
    Room.objects.bulk_create(
        Room(venue=made[room.venue_id], **{name: getattr(room, name) for name in _OF_ROOMS})
        for room in Room.objects.filter(venue__assembly=source)
    )
    walks = Walk.objects.filter(first__assembly=source)
    Walk.objects.bulk_create(
        Walk(
            first=min(made[walk.first_id], made[walk.second_id], key=lambda venue: venue.pk),
            second=max(made[walk.first_id], made[walk.second_id], key=lambda venue: venue.pk),
            minutes=walk.minutes,
        )
        for walk in walks
    )


register_copier(copy_venues)
