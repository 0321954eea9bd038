"""Makers of venues, rooms, sessions and agenda items. Sessions take place in London, the first on 6 June 2026."""

from datetime import UTC, datetime, timedelta
from typing import Any

from assembly.enums import AccessFeature
from assembly.models import Assembly, Person
from scheduling.enums import ItemKind, Openness, Part
from scheduling.models import AgendaItem, PersonTime, Room, RoomTime, Session, SessionDuty, Slot, Venue

FIRST_DAY = datetime(2026, 6, 6, 8, 30, tzinfo=UTC)
"""When the first session begins: 9:30 by the clock of London."""


def make_venue(assembly: Assembly, **fields: Any) -> Venue:
    """Make a town hall in London."""
    number = Venue.objects.filter(assembly=assembly).count() + 1
    stands = {"name": f"⟪Town Hall {number}⟫", "address": "⟪1 Market Place⟫", "time_zone": "Europe/London"}
    return Venue.objects.create(assembly=assembly, **{**stands, **fields})


def make_room(venue: Venue, **fields: Any) -> Room:
    """Make a room for sixty people with a step-free way in."""
    number = Room.objects.filter(venue=venue).count() + 1
    stands = {
        "name": f"⟪Room {number}⟫",
        "capacity": 60,
        "features": [AccessFeature.STEP_FREE.value],
        "position": number,
    }
    return Room.objects.create(venue=venue, **{**stands, **fields})


def make_session(assembly: Assembly, **fields: Any) -> Session:
    """Make the next session, two weeks after the one before, in a venue with one room where none is given."""
    number = Session.objects.filter(assembly=assembly).count() + 1
    venue = fields.pop("venue", None) or Venue.objects.filter(assembly=assembly).first()
    if venue is None:
        venue = make_room(make_venue(assembly)).venue
    begins = fields.pop("starts_at", FIRST_DAY + timedelta(days=14 * (number - 1)))
    stands = {
        "number": number,
        "title": f"⟪Where the dirty air comes from {number}⟫",
        "time_zone": venue.time_zone,
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=7),
        "second_half_at": begins + timedelta(hours=3, minutes=30),
    }
    return Session.objects.create(assembly=assembly, venue=venue, **{**stands, **fields})


def make_item(
    session: Session | None = None, *, at: int | None = 0, people: tuple[Person, ...] = (), **fields: Any
):
    """Make an item `at` minutes after the session begins, in its first room; without a session one in the tray."""
    assembly = fields.pop("assembly", None) or session.assembly
    number = AgendaItem.objects.filter(assembly=assembly).count() + 1
    stands = {"title": f"⟪Talk {number}⟫", "kind": ItemKind.TALK, "minutes": 30}
    if session is not None:
        stands |= {
            "session": session,
            "starts_at": session.starts_at + timedelta(minutes=at or 0),
            "room": Room.objects.filter(venue=session.venue).first(),
        }
    item = AgendaItem.objects.create(assembly=assembly, **{**stands, **fields})
    for person in people:
        Slot.objects.create(item=item, person=person, part=Part.SPEAKER)
    return item


def make_person_time(person: Person, session: Session, *, openness: str = Openness.TAKEN) -> PersonTime:
    """Say that somebody is free, or is not, for all of a session."""
    return PersonTime.objects.create(
        person=person,
        openness=openness,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        note="⟪a lecture⟫",
    )


def make_room_time(room: Room, session: Session, *, openness: str = Openness.TAKEN) -> RoomTime:
    """Say that a room is ours, or is not, for all of a session."""
    return RoomTime.objects.create(
        room=room, openness=openness, starts_at=session.starts_at, ends_at=session.ends_at, note="⟪a wedding⟫"
    )


def make_duty(session: Session, person: Person, part: str = Part.FACILITATOR) -> SessionDuty:
    """Put somebody on duty at a session."""
    return SessionDuty.objects.create(session=session, person=person, part=part)
