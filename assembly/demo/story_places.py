"""Where the story's assembly meets: two venues, their rooms, when a room is not ours, the way between them."""

from datetime import datetime

from django.conf import settings

from assembly.demo.calendar import Calendar
from assembly.enums import AccessFeature as F
from assembly.models import Assembly, User
from scheduling.enums import Openness
from scheduling.models import Room, Venue
from scheduling.services.venues import add_room_time, save_room, save_venue, set_ways

MINUTES_BETWEEN = 15
FULL_ACCESS = (F.STEP_FREE, F.HEARING_LOOP, F.ACCESSIBLE_TOILET, F.SPACE_TO_TURN, F.DAYLIGHT)
VENUES = {
    "corn": {
        "name": "Old Corn Exchange",
        "address": "3 Market Place\nRiverbend RB1 2AB",
        "directions": "All buses stop here. The step-free way in is in Corn Lane, with two places for blue badges.",
        "staff_notes": "Caretaker: 01632 960311, from 8:15. The alarm of the gallery is set at 18:00.",
    },
    "college": {
        "name": "Riverside College",
        "address": "20 Quay Street\nRiverbend RB3 4QS",
        "directions": "Tram 2, stop “College”. Go in from Quay Street: no steps, the lift is on the left.",
        "staff_notes": "Key cards are at the porter’s lodge. The projector of the seminar room is slow: warm it up.",
    },
}
ROOMS: dict[str, tuple[str, str, int, tuple[F, ...], str]] = {
    "hall": ("corn", "Great Hall", 80, FULL_ACCESS, "Straight ahead from the entrance."),
    "weighing": ("corn", "Weighing Room", 20, (F.STEP_FREE, F.QUIET_ROOM), "Left of the stairs."),
    "gallery": ("corn", "Upper Gallery", 30, (F.DAYLIGHT,), "Up 22 steps; there is no lift."),
    "aula": ("college", "Assembly Hall", 120, FULL_ACCESS, "Ground floor, behind the lodge."),
    "seminar": (
        "college",
        "Seminar Room",
        24,
        (F.STEP_FREE, F.HEARING_LOOP, F.DAYLIGHT),
        "First floor, from the lift right.",
    ),
    "library": (
        "college",
        "Library Corner",
        18,
        (F.STEP_FREE, F.QUIET_ROOM, F.NO_FLICKER),
        "First floor, beside it.",
    ),
}


def rent_rooms(assembly: Assembly, *, actor: User, calendar: Calendar) -> dict[str, Room]:
    """Enter venues and rooms, and when a room is somebody else's; return the rooms by their keys in the story."""
    now = calendar.at(2026, 4, 21, 10, 0)
    venues = {
        key: save_venue(
            venue=Venue(assembly=assembly),
            fields={**words, "time_zone": settings.TIME_ZONE},
            seen="",
            actor=actor,
            now=now,
        )
        for key, words in VENUES.items()
    }
    rooms = {key: _room(venues[row[0]], row, actor=actor, now=now) for key, row in ROOMS.items()}
    first, second = sorted(venue.pk for venue in venues.values())
    set_ways(assembly=assembly, minutes={(first, second): MINUTES_BETWEEN}, actor=actor, now=now)
    for key, day, hours, note in (
        ("gallery", (7, 4), (9, 13), "Choir of the music school"),
        ("hall", (7, 18), (17, 22), "A wedding; we have to be out by 17:00"),
    ):
        span = (calendar.at(2026, *day, hours[0], 0), calendar.at(2026, *day, hours[1], 0))
        add_room_time(room=rooms[key], openness=Openness.TAKEN, span=span, note=note, actor=actor, now=now)
    return rooms


def _room(venue: Venue, row: tuple[str, str, int, tuple[F, ...], str], *, actor: User, now: datetime) -> Room:
    _venue, name, capacity, features, directions = row
    fields = {
        "name": name,
        "capacity": capacity,
        "features": sorted(str(feature.value) for feature in features),
        "directions": directions,
        "staff_notes": "",
    }
    return save_room(room=Room(venue=venue), fields=fields, seen="", actor=actor, now=now)
